"""A message to a page, to suggestions or to a no. Pure."""
