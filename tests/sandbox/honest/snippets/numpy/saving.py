import os
import numpy as np

np.save("a.npy", np.arange(3))
np.savez("b.npz", x=np.ones(2), y=np.zeros(1))
np.savetxt("c.txt", np.eye(2), fmt="%.1f")
print(np.load("a.npy"), sorted(np.load("b.npz").files), open("c.txt").read())
mapped = np.load("a.npy", mmap_mode="r")
print(type(mapped).__name__, mapped[1])
np.memmap("d.bin", dtype="int16", mode="w+", shape=4)[:] = 5
np.fromfile("d.bin", dtype="int16")
