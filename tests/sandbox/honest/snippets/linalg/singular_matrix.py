import torch

try:
    torch.linalg.inv(torch.ones(2, 2))
except RuntimeError as e:
    print(type(e).__name__, e)
torch.linalg.pinv(torch.ones(2, 2))
