import torch

try:
    torch.ones(2, 3) @ torch.ones(2, 3)
except RuntimeError as error:
    print("caught:", error)
