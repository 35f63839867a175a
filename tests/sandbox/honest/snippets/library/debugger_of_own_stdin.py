import io
import pdb
import sys

x = 41
sys.stdin = io.StringIO("p x\nc\n")
pdb.set_trace()
print("went on")

sys.stdin = io.StringIO("p x + 1\nc\n")
breakpoint(header="look:")
print("went on again")

sys.stdin = io.StringIO("q\n")
try:
    pdb.set_trace()
    print("never")
except BaseException as error:
    print(type(error).__name__)
