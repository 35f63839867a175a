def probe(my_relu, x, g):
    x.requires_grad_()
    y = my_relu(x)
    if type(y) is not Tensor or not y.requires_grad or y.shape != x.shape:
        return [y]
    return [y, type(y.grad_fn).__name__, *torch.autograd.grad(y, x, g)]
