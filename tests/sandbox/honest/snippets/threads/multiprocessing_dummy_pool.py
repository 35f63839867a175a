from multiprocessing.dummy import Pool

with Pool(3) as pool:
    print(pool.map(abs, [-1, -2, 3]))
