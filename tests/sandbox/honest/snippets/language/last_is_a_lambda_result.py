(lambda x: x ** 2)(12)
