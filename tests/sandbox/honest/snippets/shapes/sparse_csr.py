import torch

c = torch.tensor([[0, 1.0], [2.0, 0]]).to_sparse_csr()
print(c.crow_indices(), c.col_indices(), c.values())
c @ torch.ones(2)
