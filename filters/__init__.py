"""What may leave and what is added to it: checks decide, edits change; all of it pure.

`filters.catalogue` is all that runs. It stands apart, so that who needs one value loads no rule.
"""
