NAMED = {
    "negative sum": ([1.0, 2.0], [-3.0, 0.5], 0.25),
    "positive sum": ([1.0, 2.0], [3.0, 0.5], 0.25),
    "empty, b above 0": ([], [], 1.5),
    "empty, b below 0": ([], [], -1.5),
    "sum of 0": ([2.0], [1.0], -2.0),
}


def draw(d):
    n = d.size(0, 6)
    return d.floats(n).tolist(), d.floats(n).tolist(), d.floats(1).item()
