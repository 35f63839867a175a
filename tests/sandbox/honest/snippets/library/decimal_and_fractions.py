from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

getcontext().prec = 30
print(Decimal(1) / 7, Decimal("2.675").quantize(Decimal("0.01"), ROUND_HALF_UP), Decimal(2).sqrt())
print(Fraction(1, 3) + Fraction(1, 6), Fraction(0.5), Fraction("3.14").limit_denominator(10))
