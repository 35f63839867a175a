if True:
	print("tabs")
	print("still")
