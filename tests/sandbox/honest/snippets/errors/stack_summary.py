import traceback

def f():
    return traceback.extract_stack()[-1]

frame = f()
print(frame.name, frame.lineno, frame.line)
try:
    1 / 0
except ZeroDivisionError as e:
    step = e.__traceback__
    print(step.tb_lineno, step.tb_frame.f_code.co_name, e.__traceback__.tb_next)
