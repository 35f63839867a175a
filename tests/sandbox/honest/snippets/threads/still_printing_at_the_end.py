import threading
import time

def later():
    time.sleep(0.05)
    print("from the thread")

threading.Thread(target=later).start()
print("from the main program")
