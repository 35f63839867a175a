import torch

p = torch.nn.Parameter(torch.zeros(1))
o = torch.optim.SGD([p], lr=1.0)
s = torch.optim.lr_scheduler.StepLR(o, 1)
s.step()
o.step()
s.get_last_lr()
