"""Backward multiplies by the *value* of ReLU. The chain rule asks for its slope, which is 1 above 0 and 0 elsewhere."""


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * x.clamp(min=0)


def my_relu(x: Tensor) -> Tensor:
    return MyReLU.apply(x)
