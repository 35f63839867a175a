import traceback

value = 3
try:
    print(valeu)
except NameError as e:
    print("".join(traceback.format_exception_only(e)).strip())
try:
    "".uper()
except AttributeError as e:
    print("".join(traceback.format_exception_only(e)).strip())
