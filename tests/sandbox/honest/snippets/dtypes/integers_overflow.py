import torch

x = torch.tensor([127], dtype=torch.int8)
print(x + 1, torch.iinfo(torch.int8), x.to(torch.uint8))
print(torch.tensor([-7]) // 2, torch.tensor([-7]) % 3, torch.tensor([5]) & 3, ~torch.tensor([5]))
torch.tensor([1.9, -1.9]).long()
