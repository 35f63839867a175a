import torch

w = torch.nn.Parameter(torch.tensor([3.0, 4.0]))
(w * 10).sum().backward()
norm = torch.nn.utils.clip_grad_norm_([w], 1.0)
print(norm, w.grad, w.grad.norm())
torch.nn.utils.clip_grad_value_([w], 0.5)
w.grad
