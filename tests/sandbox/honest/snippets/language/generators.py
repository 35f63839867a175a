def fibonacci():
    a, b = 0, 1
    while True:
        sent = yield a
        a, b = (0, 1) if sent == "reset" else (b, a + b)


g = fibonacci()
print([next(g) for _ in range(8)])
print(g.send("reset"), next(g))
g.close()


def chain(*its):
    for it in its:
        yield from it


list(chain("ab", range(2)))
