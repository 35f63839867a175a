import sys

lines = []

def tracer(frame, event, arg):
    if event == "line":
        lines.append(frame.f_lineno - frame.f_code.co_firstlineno)
    return tracer

def f():
    a = 1
    b = 2
    return a + b

sys.settrace(tracer)
f()
sys.settrace(None)
lines
