import torch


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return x ** 3

    @staticmethod
    def setup_context(ctx, inputs, output):
        (x,) = inputs
        ctx.save_for_backward(x)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return 3 * x ** 2 * grad


x = torch.arange(3.0, dtype=torch.double, requires_grad=True)
print(torch.autograd.gradcheck(Cube.apply, x))
torch.autograd.grad(Cube.apply(x).sum(), x)
