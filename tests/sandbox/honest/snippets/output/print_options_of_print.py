print(1, 2, 3, sep=", ", end="!\n")
print(*range(3), sep="\n")
print()
print("no newline", end="")
