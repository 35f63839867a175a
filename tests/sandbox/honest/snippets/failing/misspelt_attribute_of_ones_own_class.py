class Box:
    def __getattr__(self, name):
        raise AttributeError(f"a box has no {name}", name=name, obj=self)

    value = 3


Box().valeu
