import torch
from torch.func import functional_call, stack_module_state, vmap

torch.manual_seed(0)
models = [torch.nn.Linear(2, 1) for _ in range(3)]
params, buffers = stack_module_state(models)

def call(p, b, x):
    return functional_call(models[0], (p, b), (x,))

out = vmap(call, in_dims=(0, 0, None))(params, buffers, torch.ones(5, 2))
print(out.shape)
print(torch.allclose(out[1], models[1](torch.ones(5, 2))))
