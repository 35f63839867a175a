from multiprocessing.pool import ThreadPool

with ThreadPool(2) as pool:
    print(pool.starmap(pow, [(2, 3), (3, 2)]), pool.apply(len, ("abc",)))
