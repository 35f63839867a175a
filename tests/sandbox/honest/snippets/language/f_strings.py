import math

x, name, items = 3.14159, "π", ["a", "b"]
print(f"{x:.2f} {x:>10.3f}| {x!r} {name!s:^7}| {1_000_000:,} {255:#x} {0.25:.1%} {x=}")
width = 12
print(f"{name:{width}}|{'yes' if x > 3 else 'no'} {{braces}} {', '.join(items)}")
print("%d %s %.3e" % (3, "x", x), "{0} {k}".format(1, k=2), f"{math.tau:.{3}}")
f"{1e20:g}"
