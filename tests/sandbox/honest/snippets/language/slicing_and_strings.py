s = "tensor"
print(s[::-1], s[1:-1], s.upper(), s.center(10, "*"), s.find("so"), "so" in s, s.partition("s"))
print("a,b,,c".split(","), "-".join("abc"), " x ".strip(), s.replace("t", "T", 1), "3".zfill(3))
print("straße".casefold(), "ǆ".title(), b"ab".hex(), "é".encode(), len("👩‍🚀"))
"a\tb\\n"
