import torch

print(torch.get_default_dtype(), torch.tensor(1.5).dtype)
torch.set_default_dtype(torch.float64)
print(torch.tensor(1.5).dtype, torch.zeros(1).dtype, torch.nn.Linear(1, 1).weight.dtype)
