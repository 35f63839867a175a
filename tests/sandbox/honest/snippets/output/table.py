rows = [("lr", 0.1), ("momentum", 0.9), ("weight decay", 1e-4)]
width = max(len(n) for n, _ in rows)
print("┏" + "━" * (width + 12) + "┓")
for name, value in rows:
    print(f"┃ {name:<{width}} {value:>8.4f}  ┃")
print("┗" + "━" * (width + 12) + "┛")
