import torch

x = torch.tensor(0.5, requires_grad=True)
u = torch.sin(x)
y = torch.exp(u)
y.backward()
by_hand = torch.exp(torch.sin(x)) * torch.cos(x)
print(x.grad.item(), by_hand.item())
torch.allclose(x.grad, by_hand.detach())
