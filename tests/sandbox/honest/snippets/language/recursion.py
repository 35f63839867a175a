import sys

def depth(n):
    return n if n == 0 else depth(n - 1) + 1

print(depth(500), sys.getrecursionlimit())

def forever():
    return forever()

try:
    forever()
except RecursionError as e:
    print(e)
sys.setrecursionlimit(5000)
depth(3000)
