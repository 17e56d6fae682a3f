"""The rooms of the HTTP edge: what a listener `serves`, each with the routes in it.

A room is loaded with what its routes need, when a listener serves it.
"""
