"""`idx` is used as the number of a row here, which square inputs allow. It counts columns: one for each row."""


def pick(t: Tensor, idx: Tensor) -> Tensor:
    return t[idx, torch.arange(len(idx))]
