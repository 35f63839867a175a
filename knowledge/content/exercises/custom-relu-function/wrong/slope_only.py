"""Backward returns the slope of ReLU alone. By the chain rule it is multiplied by `g`, the gradient that comes in."""


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return (x > 0).to(g.dtype)


def my_relu(x: Tensor) -> Tensor:
    return MyReLU.apply(x)
