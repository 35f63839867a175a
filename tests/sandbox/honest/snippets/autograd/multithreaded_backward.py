import torch
import threading

w = torch.ones(3, requires_grad=True)
lock = threading.Lock()

def work(scale):
    loss = (w * scale).sum()
    with lock:
        loss.backward()

threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
for t in threads: t.start()
for t in threads: t.join()
w.grad
