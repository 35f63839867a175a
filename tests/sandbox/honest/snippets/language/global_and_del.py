x = 1

def f():
    global x, y
    x += 1
    y = "made"

f()
print(x, y, "x" in globals(), __name__)
del x
try:
    x
except NameError as e:
    print(e)
