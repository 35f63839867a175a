import sys

sys.__stdout__.write("dunder\n")
sys.__stderr__.write("dunder err\n")
print("a", "b", sep="\n", file=sys.stdout, flush=True)
