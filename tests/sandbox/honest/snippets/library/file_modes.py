with open("f.txt", "w") as f:
    print("line", 1, file=f, sep="-")
with open("f.txt", "a") as f:
    f.writelines(["line-2\n", "line-3\n"])
with open("f.txt", "r+") as f:
    print(f.readline(), f.tell(), end="")
    f.seek(0, 2)
    f.write("end")
print([line.rstrip() for line in open("f.txt")])
try:
    open("missing.txt")
except FileNotFoundError as e:
    print(e)
try:
    open("f.txt", "x")
except FileExistsError as e:
    print(type(e).__name__)
