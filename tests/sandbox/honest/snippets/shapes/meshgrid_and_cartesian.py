import torch

xs, ys = torch.meshgrid(torch.arange(2), torch.arange(3), indexing="ij")
print(xs, ys, sep="\n")
print(torch.cartesian_prod(torch.tensor([1, 2]), torch.tensor([3, 4])))
torch.combinations(torch.arange(3))
