"""Classes in the database, one module a noun; each method is one transaction."""
