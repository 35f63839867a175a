import sys
import threading
import time

import torch


def work():
    time.sleep(0.3)
    print("the thread goes on", file=sys.stderr)


threading.Thread(target=work).start()
torch.ones(2, 3) @ torch.ones(2, 3)
