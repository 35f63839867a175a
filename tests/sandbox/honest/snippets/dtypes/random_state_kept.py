import torch

state = torch.get_rng_state()
a = torch.rand(2)
torch.set_rng_state(state)
print(torch.equal(a, torch.rand(2)))
with torch.random.fork_rng():
    torch.manual_seed(0)
    torch.rand(1)
print(torch.initial_seed() != 12345)
