import io
import os
import sys
from unittest.mock import patch

sys.stdin = io.StringIO("3\n4\n")
a = int(input())
b = int(input("b? "))
print(a + b)
try:
    input()
except EOFError as error:
    print("at its end:", error)

with open("in.txt", "w") as file:
    file.write("from a file\n")
sys.stdin = open("in.txt")
print(input())

with patch("sys.stdin", io.StringIO("Ann\n30\n")):
    print(input("Name: "), input("Age: "))

sys.stdin = None
try:
    input()
except RuntimeError as error:
    print(error)
sys.stdin = sys.__stdin__

try:
    input("a", "b")
except TypeError as error:
    print(error)

reading, writing = os.pipe()
os.write(writing, b"by the pipe\n")
os.close(writing)
os.dup2(reading, 0)
print(input())
