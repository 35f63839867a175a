import torch

p = torch.nn.Parameter(torch.tensor([3.0, -2.0]))
opt = torch.optim.LBFGS([p], max_iter=20)

def closure():
    opt.zero_grad()
    loss = ((p - torch.tensor([1.0, 2.0])) ** 2).sum()
    loss.backward()
    return loss

opt.step(closure)
p.detach().round(decimals=3)
