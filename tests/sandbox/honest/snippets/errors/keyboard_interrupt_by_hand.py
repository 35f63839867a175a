try:
    raise KeyboardInterrupt
except KeyboardInterrupt:
    print("interrupted")
try:
    raise SystemExit(3)
except SystemExit as e:
    print("exit code", e.code)
