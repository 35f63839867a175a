import sys

for i in range(300):
    print(i, end=" ", flush=True)
print()
print("err", file=sys.stderr, flush=True)
