import queue
import threading
import torch

batches = queue.Queue(maxsize=2)

def load():
    for i in range(4):
        batches.put(torch.full((2,), i))
    batches.put(None)

threading.Thread(target=load).start()
while (b := batches.get()) is not None:
    print(b.tolist())
