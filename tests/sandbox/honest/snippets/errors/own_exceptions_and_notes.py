class ShapeError(ValueError):
    def __init__(self, got, want):
        super().__init__(f"expected {want}, got {got}")
        self.got = got


try:
    raise ShapeError((2,), (3,))
except ShapeError as e:
    e.add_note("look at the second axis")
    print(e, e.got, e.__notes__)
