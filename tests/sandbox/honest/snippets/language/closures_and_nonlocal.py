def counter():
    n = 0

    def up(by=1):
        nonlocal n
        n += by
        return n

    return up


a, b = counter(), counter()
print(a(), a(5), b())
print([f() for f in [lambda i=i: i for i in range(3)]], [f() for f in [lambda: i for i in range(3)]])
