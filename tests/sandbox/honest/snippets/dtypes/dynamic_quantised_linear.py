import torch

torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.ReLU())
small = torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)
close = torch.allclose(small(torch.ones(1, 4)), model(torch.ones(1, 4)), atol=0.05)
print(type(small[0]).__name__, close)
