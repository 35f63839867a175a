import torch

torch.manual_seed(0)
logits = torch.zeros(3, requires_grad=True)
opt = torch.optim.SGD([logits], lr=0.5)
for _ in range(100):
    policy = torch.distributions.Categorical(logits=logits)
    action = policy.sample()
    reward = float(action == 2)
    opt.zero_grad()
    (-policy.log_prob(action) * reward).backward()
    opt.step()
logits.argmax().item()
