import torch

scaler = torch.amp.GradScaler("cuda", enabled=torch.cuda.is_available())
with torch.autocast("cuda", enabled=torch.cuda.is_available()):
    y = torch.ones(2) * 2
print(y.dtype, scaler.is_enabled())
torch.backends.cudnn.benchmark = True
torch.backends.cudnn.deterministic = True
torch.cuda.manual_seed_all(0)
torch.cuda.empty_cache()
