import torch
from torch.func import grad_and_value

def loss(w, x, y):
    return ((x @ w - y) ** 2).mean()

w = torch.zeros(2)
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
y = torch.tensor([1.0, 2.0])
g, value = grad_and_value(loss)(w, x, y)
print(value, g)
