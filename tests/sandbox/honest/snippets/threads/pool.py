from concurrent.futures import ThreadPoolExecutor, as_completed

def square(x):
    return x * x

with ThreadPoolExecutor(max_workers=4) as pool:
    print(list(pool.map(square, range(8))))
    futures = [pool.submit(square, i) for i in range(3)]
    print(sorted(f.result() for f in as_completed(futures)))
    broken = pool.submit(lambda: 1 / 0)
print(type(broken.exception()).__name__)
