import threading


def work():
    values = [1, 2]
    print(sum(valeus))


thread = threading.Thread(target=work, name="worker")
thread.start()
thread.join()
print("main goes on")
