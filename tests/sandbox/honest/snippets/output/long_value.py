list(range(1500))
