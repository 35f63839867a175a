import threading

threading.excepthook = lambda args: print("hook:", args.exc_type.__name__, args.exc_value)
t = threading.Thread(target=lambda: 1 / 0)
t.start()
t.join()
print(t.is_alive())
