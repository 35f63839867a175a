import torch

w = torch.tensor([4.0], requires_grad=True)
for _ in range(10):
    loss = (w - 1) ** 2
    loss.backward()
    with torch.no_grad():
        w -= 0.25 * w.grad
        w.grad.zero_()
print(w)
