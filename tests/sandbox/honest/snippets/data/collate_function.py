import torch
from torch.utils.data import DataLoader

words = ["a", "bcd", "ef"]

def collate(batch):
    ids = [torch.tensor([ord(c) for c in w]) for w in batch]
    return torch.nn.utils.rnn.pad_sequence(ids, batch_first=True)

next(iter(DataLoader(words, batch_size=3, collate_fn=collate)))
