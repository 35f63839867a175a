"""The numbers are right, but no gradient reaches `t`: it is cut off by `detach`. Indexing itself lets gradients through."""


def pick(t: Tensor, idx: Tensor) -> Tensor:
    return t.detach()[torch.arange(len(idx)), idx]
