"it's"
