import os
import sys

print("first", flush=True)
os.write(1, b"second\n")
os.write(2, b"err\n")
print("third")
