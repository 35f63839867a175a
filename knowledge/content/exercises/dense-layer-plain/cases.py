NAMED = {
    "one row": ([[1.0, 2.0]], [[1.0, 0.5], [0.0, -1.0], [2.0, 2.0]], [0.5, 0.0, -1.0]),
    "one neuron": ([[1.0, 2.0], [3.0, 4.0]], [[1.0, -1.0]], [0.5]),
    "square": ([[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]], [1.0, -1.0]),
}


def draw(d):
    n, n_in, n_out = d.sizes(3, 1, 5)
    return d.floats(n, n_in).tolist(), d.floats(n_out, n_in).tolist(), d.floats(n_out).tolist()
