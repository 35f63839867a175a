import inspect


def add_to_class(cls):
    def wrapper(function):
        setattr(cls, function.__name__, function)

    return wrapper


class HyperParameters:
    def save_hyperparameters(self, ignore=()):
        frame = inspect.currentframe().f_back
        _, _, _, local_vars = inspect.getargvalues(frame)
        for name, value in local_vars.items():
            if name not in {*ignore, "self"} and not name.startswith("_"):
                setattr(self, name, value)


class Model(HyperParameters):
    def __init__(self, a, b, c):
        self.save_hyperparameters(ignore=["c"])
        print(self.a, self.b, not hasattr(self, "c"))


@add_to_class(Model)
def tell(self):
    print("b is", self.b)


Model(a=1, b=2, c=3).tell()
vars(Model(1, [2], 3))
