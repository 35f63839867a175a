print(7 // 2, -7 // 2, -7 % 3, divmod(-7, 3), 2 ** 100, 0b101 ^ 0b11, 1 << 10, (255).bit_length())
print(int("ff", 16), bin(10), oct(8), hex(255), round(2.5), round(-1.567, 1), abs(-3 + 4j))
print(0.1 + 0.2, 1e308 * 10, float("nan") == float("nan"), (0.1).as_integer_ratio(), 10 ** -3)
(10 ** 50).to_bytes(22, "big").hex()
