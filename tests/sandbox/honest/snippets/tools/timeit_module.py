import timeit

seconds = timeit.timeit("sum(range(100))", number=100)
print(seconds > 0, len(timeit.repeat("pass", number=10, repeat=3)))
timer = timeit.Timer(lambda: 1 + 1)
timer.autorange()[0] > 0
