import torch

packed = []

def pack(t):
    packed.append(tuple(t.shape))
    return t.to(torch.float16)

with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t.float()):
    x = torch.arange(4.0, requires_grad=True)
    y = (x * x).sum()
y.backward()
print(packed)
x.grad
