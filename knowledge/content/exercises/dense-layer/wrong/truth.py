"""`if b` asks for the truth of a tensor, which raises an error as soon as it has several elements. Ask whether it
is `None`."""


def dense(x: Tensor, w: Tensor, b: Tensor | None = None) -> Tensor:
    return x @ w.T + b if b else x @ w.T
