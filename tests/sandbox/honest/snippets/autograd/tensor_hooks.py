import torch

x = torch.ones(3, requires_grad=True)
h = x * 2
h.register_hook(lambda grad: print("grad of h:", grad))
handle = x.register_hook(lambda grad: grad * 10)
h.sum().backward()
print(x.grad)
handle.remove()
