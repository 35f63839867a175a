import torch

w = torch.randn(3, requires_grad=True)
with torch.no_grad():
    a = w * 2
b = w.detach() * 2
c = w * 2
print(a.requires_grad, b.requires_grad, c.requires_grad)
print(c.grad_fn.name())
with torch.inference_mode():
    d = w * 2
d.is_inference()
