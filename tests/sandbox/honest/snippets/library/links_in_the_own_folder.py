import os
from pathlib import Path

Path("a.txt").write_text("hello")
os.truncate("a.txt", 4)
with open("a.txt", "r+") as f:
    f.truncate(3)
print(Path("a.txt").read_text(), Path("a.txt").stat().st_size)
os.replace("a.txt", "b.txt")
print(os.listdir("."), os.path.samefile("b.txt", "./b.txt"))
