import contextlib
import io
import sys

caught = io.StringIO()
with contextlib.redirect_stdout(caught):
    print("not shown")
print(repr(caught.getvalue()))
print("to stderr", file=sys.stderr)
with contextlib.redirect_stderr(sys.stdout):
    print("mixed", file=sys.stderr)
sys.stdout.write("ab\n")
