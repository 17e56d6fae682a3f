"""What is wrong with a message that left, judged without a line of the engine.

Only the standard library's `email` and `html.parser`, selectolax and dkimpy read messages here, so
a mistake of the engine's own readers is not made twice.
"""
