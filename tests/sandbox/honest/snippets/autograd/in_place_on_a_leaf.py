import torch

w = torch.zeros(3, requires_grad=True)
try:
    w += 1
except RuntimeError as error:
    print(error)
with torch.no_grad():
    w += 1
w
