import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import BatchSampler, DataLoader, Dataset, SequentialSampler


class Rows(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        return torch.ones(i + 1), i


def collate(batch):
    rows, labels = zip(*batch)
    return pad_sequence(list(rows), batch_first=True), torch.tensor(labels)


for x, y in DataLoader(Rows(), batch_size=2, collate_fn=collate):
    print(x, y)
print(list(BatchSampler(SequentialSampler(range(7)), 3, drop_last=False)))
for x, y in DataLoader(Rows(), batch_size=2):
    print(x, y)
