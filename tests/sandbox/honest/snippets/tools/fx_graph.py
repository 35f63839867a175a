import torch
from torch import fx

def f(x, y):
    return torch.relu(x) + y

graph = fx.symbolic_trace(f)
print(graph.code)
[node.op for node in graph.graph.nodes]
