import torch
from torch.fx.experimental.proxy_tensor import make_fx

graph = make_fx(lambda x: torch.tanh(x) + 1)(torch.ones(2))
print(graph.code.strip())
