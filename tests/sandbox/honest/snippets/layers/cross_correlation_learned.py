import torch
from torch import nn


def corr2d(image, kernel):
    h, w = kernel.shape
    out = torch.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (image[i : i + h, j : j + w] * kernel).sum()
    return out


image = torch.ones((6, 8))
image[:, 2:6] = 0
edges = corr2d(image, torch.tensor([[1.0, -1.0]]))
print(edges)
torch.manual_seed(0)
conv = nn.LazyConv2d(1, kernel_size=(1, 2), bias=False)
x, y = image.reshape(1, 1, 6, 8), edges.reshape(1, 1, 6, 7)
for epoch in range(10):
    loss = ((conv(x) - y) ** 2).sum()
    conv.zero_grad()
    loss.backward()
    conv.weight.data[:] -= 3e-2 * conv.weight.grad
    if (epoch + 1) % 5 == 0:
        print(f"epoch {epoch + 1}, loss {loss:.3f}")
conv.weight.data.reshape(1, 2)
