"""A negative gradient is cut off as well. Only the sign of `x` decides; what passes, passes with its own sign."""


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return (g * (x > 0)).clamp(min=0)


def my_relu(x: Tensor) -> Tensor:
    return MyReLU.apply(x)
