try:
    eval("1 +")
except SyntaxError as e:
    print(e.msg, e.lineno, e.offset)
try:
    compile("if x\n  y", "<text>", "exec")
except SyntaxError as e:
    print(e)
