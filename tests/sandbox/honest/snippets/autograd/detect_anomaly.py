import torch

with torch.autograd.set_detect_anomaly(True):
    x = torch.tensor(4.0, requires_grad=True)
    x.sqrt().backward()
print(x.grad)
