import torch

x = torch.ones(2, 3, 4, 5)
print(torch.einsum("...ij->...ji", x).shape)
for notation in ["ij,jk->ik", "ij->k", "i->ii"]:
    try:
        torch.einsum(notation, torch.ones(2, 3))
    except RuntimeError as e:
        print(notation, "→", e)
