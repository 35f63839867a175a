import torch

try:
    torch.ones(2) @ torch.ones(3)
except RuntimeError as error:
    print(str(erorr)[:20])
