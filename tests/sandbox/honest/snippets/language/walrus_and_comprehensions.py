data = [1, 5, 2, 8]
print([y for x in data if (y := x * 2) > 5], y)
print({x: x % 2 for x in data}, {x // 2 for x in data}, sum(x for x in data))
print([[i * j for j in range(3)] for i in range(3)])
while (n := data.pop()) > 4:
    print("popped", n)
