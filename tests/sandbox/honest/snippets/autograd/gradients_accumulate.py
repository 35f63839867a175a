import torch

w = torch.ones(2, requires_grad=True)
for step in range(3):
    (w * 2).sum().backward()
    print(step, w.grad.tolist())
w.grad.zero_()
w.grad = None
print(w.grad)
