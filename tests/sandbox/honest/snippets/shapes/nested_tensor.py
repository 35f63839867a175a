import torch

nt = torch.nested.nested_tensor([torch.ones(2), torch.arange(3.0)])
print(nt.is_nested, nt.size(0))
print(torch.nested.to_padded_tensor(nt, -1.0))
