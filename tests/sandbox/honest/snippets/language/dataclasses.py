from dataclasses import asdict, dataclass, field, replace


@dataclass(frozen=True, order=True)
class Layer:
    size: int
    name: str = "dense"
    tags: list = field(default_factory=list, compare=False)


a = Layer(3)
print(a, asdict(a), replace(a, size=4) > a)
try:
    a.size = 5
except Exception as e:
    print(type(e).__name__, e)
