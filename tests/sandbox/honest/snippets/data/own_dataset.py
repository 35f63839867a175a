import torch
from torch.utils.data import DataLoader, Dataset


class Squares(Dataset):
    def __len__(self):
        return 5

    def __getitem__(self, i):
        return torch.tensor(i), torch.tensor(i * i)


for xb, yb in DataLoader(Squares(), batch_size=2, drop_last=True):
    print(xb, yb)
len(DataLoader(Squares(), batch_size=2))
