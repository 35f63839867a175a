import atexit

atexit.register(print, "goodbye")


@atexit.register
def last():
    print("registered last, runs first")


print("hello")
