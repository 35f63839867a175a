import torch
from torch.func import functional_call, grad, vmap

torch.manual_seed(0)
model = torch.nn.Linear(3, 1)
params = dict(model.named_parameters())

def loss(params, x, y):
    out = functional_call(model, params, (x.unsqueeze(0),))
    return ((out.squeeze() - y) ** 2)

x, y = torch.ones(4, 3), torch.arange(4.0)
grads = vmap(grad(loss), in_dims=(None, 0, 0))(params, x, y)
{k: tuple(v.shape) for k, v in grads.items()}
