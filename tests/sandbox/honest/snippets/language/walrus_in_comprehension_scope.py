total = 0
parts = [total := total + n for n in range(5)]
print(parts, total)
print(any((found := n) > 2 for n in range(5)), found)
