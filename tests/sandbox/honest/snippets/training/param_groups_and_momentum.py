import torch
from torch import nn

net = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))
opt = torch.optim.SGD(
    [{"params": net[0].parameters(), "lr": 0.1}, {"params": net[1].parameters()}],
    lr=0.01, momentum=0.9, weight_decay=1e-4, nesterov=True,
)
print(opt)
print([g["lr"] for g in opt.param_groups])
