"""The name that a misspelt one was meant for: `suggestion`, of the names that `attributes` lists.

`elsewhere` knows names that are right in another library, `lookalike` those that only look right,
`slip` those of which two letters changed places.
"""
