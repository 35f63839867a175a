import traceback

def inner():
    return {}["missing"]

def outer():
    inner()

try:
    outer()
except KeyError:
    traceback.print_exc()
    print(traceback.format_exc().splitlines()[-1])
