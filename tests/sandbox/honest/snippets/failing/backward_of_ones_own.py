import torch


class Multiply(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return x @ w

    @staticmethod
    def backward(ctx, grad):
        x, w = ctx.saved_tensors
        return grad @ w, x.T @ grad


x = torch.ones(3, 4, requires_grad=True)
w = torch.ones(4, 2, requires_grad=True)
y = Multiply.apply(x, w)
print(y.grad_fn.name(), y.shape)
y.sum().backward()
