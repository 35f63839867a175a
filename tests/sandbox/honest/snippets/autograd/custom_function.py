import torch


class Clamp01(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(0, 1)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ((x > 0) & (x < 1))


x = torch.tensor([-1.0, 0.3, 2.0], requires_grad=True)
y = Clamp01.apply(x)
y.sum().backward()
print(y)
x.grad
