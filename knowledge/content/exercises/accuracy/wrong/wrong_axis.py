"""The largest of each *column* is looked for here, which square inputs hide. Compare the classes within a row."""


def accuracy(logits: Tensor, labels: Tensor) -> float:
    return (logits.argmax(0) == labels).float().mean().item()
