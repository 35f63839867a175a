"""Teaching the search. Not loaded by a bot."""
