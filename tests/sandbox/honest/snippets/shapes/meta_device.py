import torch

with torch.device("meta"):
    layer = torch.nn.Linear(10_000, 10_000)
print(layer.weight.device, layer.weight.shape)
out = layer(torch.empty(4, 10_000, device="meta"))
out
