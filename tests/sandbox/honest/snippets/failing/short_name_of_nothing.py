def f(k):
    return k * n


f(3)
