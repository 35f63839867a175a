"""What `cases.py` draws its inputs with. It runs in the sandbox, before `cases.py`, in one program.

A kind says which sizes are drawn: all different, all alike (where a wrong axis raises nothing),
some of 1, or small ones with small whole numbers, as somebody would write them down.
"""

import random

KINDS = ("different", "alike", "different", "one", "different", "alike", "larger", "different")


class Draw:
    def __init__(self, seed, kind):
        self.kind, self.random = kind, random.Random(seed)
        self.torch = torch.Generator().manual_seed(seed % 2**63)

    def sizes(self, count, least=1, most=7):
        most = {"small": min(most, least + 2), "larger": 2 * most}.get(self.kind, most)
        if self.kind == "alike":
            return (self.random.randint(max(least, 2), most),) * count
        if self.kind in ("different", "larger") and most - least + 1 >= count:
            return tuple(self.random.sample(range(least, most + 1), count))
        drawn = [self.random.randint(least, most) for _ in range(count)]
        if self.kind == "one" and least <= 1:
            drawn[self.random.randrange(count)] = 1
        return tuple(drawn)

    def size(self, least=1, most=7):
        return self.sizes(1, least, most)[0]

    def whole(self, low, high):
        return self.random.randint(low, high)

    def choice(self, among):
        return self.random.choice(among)

    def floats(self, *shape, dtype=torch.float32):
        if self.kind == "small":
            return self.integers(*shape, low=-3, high=3).to(dtype)
        return torch.randn(shape, generator=self.torch).to(dtype)

    def integers(self, *shape, low=-9, high=9):
        return torch.randint(low, high + 1, shape, generator=self.torch)

    def bools(self, *shape):
        return torch.rand(shape, generator=self.torch) < 0.5


def cases(seed, count, small):
    """The inputs of an exercise: the named ones and `count` drawn ones, or small ones alone."""
    named = [] if small else list(NAMED.values())
    kinds = ["small" if small else KINDS[it % len(KINDS)] for it in range(count)]
    seeds = random.Random(seed)
    drawn = [draw(Draw(seeds.getrandbits(62), kind)) for kind in kinds]
    bound = globals().get("bound")
    return [(inputs, bound(*inputs) if bound else None) for inputs in (*named, *drawn)]
