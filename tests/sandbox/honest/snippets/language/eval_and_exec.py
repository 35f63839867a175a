code = "def f(x):\n    return x + 1\n"
space = {}
exec(code, space)
print(space["f"](2), eval("a * 2", {"a": 21}), compile("1 + 1", "<s>", "eval").co_names)
exec("z = 5")
print(z)
