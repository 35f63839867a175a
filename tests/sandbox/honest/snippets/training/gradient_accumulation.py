import torch

torch.manual_seed(0)
model = torch.nn.Linear(2, 1)
x = torch.randn(8, 2)
model(x).pow(2).mean().backward()
whole = model.weight.grad.clone()
model.zero_grad()
for part in x.split(2):
    (model(part).pow(2).mean() / 4).backward()
torch.allclose(whole, model.weight.grad, atol=1e-6)
