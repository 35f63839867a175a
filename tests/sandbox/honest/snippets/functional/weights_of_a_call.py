import torch
from torch.func import functional_call, grad, vmap

torch.manual_seed(2)
model = torch.nn.Linear(3, 1)
weights = dict(model.named_parameters())


def loss(weights, x, y):
    return ((functional_call(model, weights, (x,)) - y) ** 2).mean()


x, y = torch.randn(4, 3), torch.randn(4, 1)
each = vmap(grad(loss), in_dims=(None, 0, 0))(weights, x, y)
print({name: tuple(value.shape) for name, value in each.items()})
vmap(grad(loss), in_dims=(None, 0, 0))(weights, x[:, :2], y)
