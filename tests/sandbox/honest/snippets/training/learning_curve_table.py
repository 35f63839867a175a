import torch
from torch import nn

torch.manual_seed(0)
x = torch.linspace(-3, 3, 64).unsqueeze(1)
y = x.sin()
net = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
opt = torch.optim.Adam(net.parameters(), 1e-2)
print(f"{'epoch':>5} | {'loss':>6}")
for epoch in range(1, 61):
    loss = nn.functional.mse_loss(net(x), y)
    opt.zero_grad(set_to_none=True)
    loss.backward()
    opt.step()
    if epoch % 20 == 0:
        print(f"{epoch:5d} | {loss.item():6.3f}")
