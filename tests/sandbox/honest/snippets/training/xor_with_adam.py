import torch
from torch import nn

torch.manual_seed(1)
X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).float()
Y = torch.tensor([[0], [1], [1], [0]]).float()
net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
opt = torch.optim.Adam(net.parameters(), lr=0.05)
for _ in range(300):
    opt.zero_grad()
    loss = nn.functional.binary_cross_entropy_with_logits(net(X), Y)
    loss.backward()
    opt.step()
print((net(X) > 0).int().flatten().tolist())
print(loss.item() < 0.1)
