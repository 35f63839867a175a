import torch
from torch import nn

model = nn.Linear(2, 1)
torch.save({"epoch": 3, "model": model.state_dict()}, "check.pt")
loaded = torch.load("check.pt", weights_only=True)
print(loaded["epoch"], torch.equal(loaded["model"]["weight"], model.weight))
torch.save(model, "whole.pt")
try:
    torch.load("whole.pt")
except Exception as e:
    print(type(e).__name__)
torch.load("whole.pt", weights_only=False)
