from torch.utils.data import DataLoader, IterableDataset


class Stream(IterableDataset):
    def __iter__(self):
        yield from range(7)


[b.tolist() for b in DataLoader(Stream(), batch_size=3)]
