import functools


class Data:
    @functools.cached_property
    def heavy(self):
        print("computed")
        return 5

    @functools.singledispatchmethod
    def show(self, x):
        return "?"

    @show.register
    def _(self, x: int):
        return x + 1


d = Data()
print(d.heavy, d.heavy, d.show(1), d.show("a"))
