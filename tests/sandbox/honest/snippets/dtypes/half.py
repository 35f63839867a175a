import torch

x = torch.tensor([65504.0, 70000.0]).half()
print(x, x.dtype)
print(torch.finfo(torch.float16).eps, torch.finfo(torch.float16).max)
(torch.ones(2, 2).half() @ torch.ones(2, 2).half()) / 3
