import torch

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model = torch.nn.Linear(2, 2).to(device)
print(device, next(model.parameters()).device, torch.cuda.device_count())
x = torch.ones(1, 2, device=device)
x.to("cpu") is x
