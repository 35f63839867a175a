import math

print(math.factorial(100))
print(pow(3, 1000, 7), math.gcd(2 ** 40, 6 ** 20), math.isqrt(10 ** 30), math.comb(50, 25))
try:
    print(10 ** 5000)
except ValueError as e:
    print(e)
