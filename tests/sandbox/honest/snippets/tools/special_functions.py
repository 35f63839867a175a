import torch

x = torch.tensor([0.5, 1.0, 2.0])
print(torch.special.gammaln(x), torch.erf(x), torch.special.expit(x), torch.lgamma(x))
torch.special.softmax(x, 0)
