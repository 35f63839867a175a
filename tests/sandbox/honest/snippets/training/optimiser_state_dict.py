import torch

p = torch.nn.Parameter(torch.ones(2))
opt = torch.optim.Adam([p])
p.sum().backward()
opt.step()
state = opt.state_dict()
print(state["state"][0]["step"], sorted(state["state"][0]), state["param_groups"][0]["lr"])
other = torch.optim.Adam([torch.nn.Parameter(torch.ones(2))])
other.load_state_dict(state)
other.state_dict()["state"][0]["exp_avg"]
