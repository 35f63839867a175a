import sys

for i in range(5):
    sys.stdout.write(f"\rstep {i + 1}/5 [{'#' * (i + 1):<5}]")
    sys.stdout.flush()
print()
print("done", end="\n\n")
