print("a\tb\tc\n1\t22\t333\rover")
print("line\r\nwindows\r\n", end="")
