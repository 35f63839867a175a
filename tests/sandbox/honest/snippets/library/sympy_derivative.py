import sympy as sp

x = sp.symbols("x")
f = sp.sin(x) * x ** 2
print(sp.diff(f, x))
print(sp.integrate(2 * x, x), sp.solve(x ** 2 - 4, x))
sp.Matrix([[1, 2], [3, 4]]).det()
