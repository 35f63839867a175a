import torch

torch.save({"w": torch.arange(1000.0)}, "w.pt")
w = torch.load("w.pt", mmap=True)["w"]
print(w.sum())
torch.from_file("raw.bin", shared=False, size=0, dtype=torch.uint8).shape
