print("only printed")
[].append(1)
