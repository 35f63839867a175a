def mse(pred: Tensor, y: Tensor) -> Tensor:
    pred = pred.squeeze(1) if pred.ndim == 2 else pred
    y = y.squeeze(1) if y.ndim == 2 else y
    if pred.shape != y.shape:
        raise ValueError(f"{len(pred)} predictions, but {len(y)} targets")
    return ((pred - y) ** 2).mean()
