import torch

x = torch.tensor([1 / 3, 1e-7, 12345.678])
print(x)
torch.set_printoptions(precision=2, sci_mode=False)
print(x)
torch.set_printoptions(profile="full")
print(torch.arange(1010))
