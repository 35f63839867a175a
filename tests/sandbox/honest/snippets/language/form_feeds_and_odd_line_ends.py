import traceback

text = "a\u2028b\x0cc"
# a form feed:  and a separator:   in a comment
try:
    1 / 0
except ZeroDivisionError:
    traceback.print_exc()
