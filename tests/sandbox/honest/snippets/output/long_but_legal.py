for i in range(2000):
    print(f"{i:5d} {i * i:10d}")
