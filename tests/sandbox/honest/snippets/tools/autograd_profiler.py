import torch

with torch.autograd.profiler.profile() as prof:
    x = torch.ones(4, requires_grad=True)
    (x * 2).sum().backward()
any("mul" in e.name for e in prof.function_events)
