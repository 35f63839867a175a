class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, kind=None):
        return getattr(obj, self.name)

    def __set__(self, obj, value):
        if value <= 0:
            raise ValueError(f"expected more than 0, got {value}")
        setattr(obj, self.name, value)


class Box:
    side = Positive()

    def __init__(self, side):
        self.side = side

    @property
    def area(self):
        return self.side ** 2


print(Box(3).area)
try:
    Box(-1)
except ValueError as e:
    print(e)
