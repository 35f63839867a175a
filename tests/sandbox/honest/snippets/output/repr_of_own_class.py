class Quiet:
    def __repr__(self):
        print("asked")
        return "Quiet!"

Quiet()
