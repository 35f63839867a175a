import torch
from torch import nn

torch.manual_seed(0)
x = torch.cat([torch.randn(50, 2) + 2, torch.randn(50, 2) - 2])
y = torch.cat([torch.zeros(50), torch.ones(50)]).long()
model = nn.Linear(2, 2)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(20):
    opt.zero_grad()
    nn.CrossEntropyLoss()(model(x), y).backward()
    opt.step()
accuracy = (model(x).argmax(1) == y).float().mean()
print(f"accuracy: {accuracy:.0%}")
