import queue
import threading

q, done = queue.Queue(), threading.Event()

def consume():
    while (item := q.get()) is not None:
        print("got", item)
    done.set()

threading.Thread(target=consume, daemon=True).start()
for i in range(3):
    q.put(i)
q.put(None)
print(done.wait(1))
