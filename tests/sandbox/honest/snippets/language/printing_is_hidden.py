import os
import sys


class HiddenPrints:
    def __enter__(self):
        self._stdout = sys.stdout
        sys.stdout = open(os.devnull, "w")

    def __exit__(self, *_):
        sys.stdout.close()
        sys.stdout = self._stdout


with HiddenPrints():
    print("hidden")
print("seen")
with HiddenPrints():
    print("hidden")
    [1, 2][3]
