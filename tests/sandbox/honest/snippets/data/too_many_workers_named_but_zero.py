from torch.utils.data import DataLoader

loader = DataLoader(range(4), num_workers=0, pin_memory=False, batch_size=2, persistent_workers=False)
print(list(loader))
