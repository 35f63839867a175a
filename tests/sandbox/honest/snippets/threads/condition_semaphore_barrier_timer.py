import threading

barrier, results = threading.Barrier(2), []

def work(i):
    barrier.wait()
    with threading.Semaphore(1):
        results.append(i)

pair = [threading.Thread(target=work, args=(i,)) for i in range(2)]
[t.start() for t in pair]
[t.join() for t in pair]
t = threading.Timer(0.01, results.append, ["timer"])
t.start()
t.join()
print(sorted(map(str, results)), threading.local().__class__.__name__)
