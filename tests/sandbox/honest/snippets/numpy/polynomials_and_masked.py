import numpy as np

p = np.polynomial.Polynomial([1, 2, 3])
print(p, p(2), p.deriv())
m = np.ma.masked_invalid([1.0, np.nan, 3.0])
print(m, m.mean())
np.polyfit([0, 1, 2], [1, 3, 7], 2).round(6)
