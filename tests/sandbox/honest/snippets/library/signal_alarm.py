import signal
import time

def ring(number, frame):
    print("ring", signal.Signals(number).name)

signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(0.3)
signal.raise_signal(signal.SIGALRM)
