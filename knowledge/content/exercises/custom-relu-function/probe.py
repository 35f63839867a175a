def probe(my_relu, x, g):
    """Compared are the result, the name of its `grad_fn`, and the gradient for `x` where `g` comes in."""
    x.requires_grad_()
    y = my_relu(x)
    if type(y) is not Tensor or not y.requires_grad or y.shape != x.shape:
        return [y]
    return [y, type(y.grad_fn).__name__, *torch.autograd.grad(y, x, g)]
