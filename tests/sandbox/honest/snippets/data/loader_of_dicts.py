from torch.utils.data import DataLoader

rows = [{"x": i, "y": float(i), "name": str(i)} for i in range(3)]
batch = next(iter(DataLoader(rows, batch_size=3)))
print(batch)
