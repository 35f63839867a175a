import torch

s = torch.arange(3).storage()
print(len(s), s[1])
