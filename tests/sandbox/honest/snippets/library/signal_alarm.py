import signal

def ring(number, frame):
    print("ring", signal.Signals(number).name)

signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.02)
signal.pause()
signal.raise_signal(signal.SIGALRM)
