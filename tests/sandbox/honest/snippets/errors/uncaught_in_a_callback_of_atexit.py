import atexit

def last():
    print("in the callback")

atexit.register(last)
atexit.register(print, "first")
atexit.unregister(print)
print("body")
