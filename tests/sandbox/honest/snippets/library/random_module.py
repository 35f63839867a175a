import random

random.seed(0)
print(random.random(), random.randint(1, 6), random.choice("abc"), random.sample(range(10), 3))
deck = list(range(5))
random.shuffle(deck)
print(deck, random.choices("ab", weights=[1, 9], k=5), round(random.gauss(0, 1), 4))
random.Random(7).random()
