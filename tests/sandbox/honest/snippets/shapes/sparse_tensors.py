import torch

i = torch.tensor([[0, 1, 2], [2, 0, 1]])
s = torch.sparse_coo_tensor(i, torch.tensor([3.0, 4.0, 5.0]), (3, 3)).coalesce()
print(s)
print(s.to_dense())
print(torch.sparse.mm(s, torch.eye(3)))
s.indices()
