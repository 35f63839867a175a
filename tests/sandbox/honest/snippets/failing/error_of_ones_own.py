class TooWide(Exception):
    pass


def check(width):
    if width > 3:
        raise TooWide(f"{width} is too wide")
    return check(width + 1)


check(1)
