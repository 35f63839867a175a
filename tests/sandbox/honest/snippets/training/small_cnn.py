import torch
from torch import nn

torch.manual_seed(0)
x, y = torch.rand(16, 1, 8, 8), torch.randint(0, 3, (16,))
net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 3))
opt = torch.optim.AdamW(net.parameters(), lr=1e-2)
losses = []
for _ in range(15):
    opt.zero_grad()
    loss = nn.functional.cross_entropy(net(x), y)
    loss.backward()
    opt.step()
    losses.append(loss.item())
print(losses[-1] < losses[0])
