import ctypes
import ctypes.util
import fcntl
from pathlib import Path

file = Path("x").open("w")
fcntl.flock(file, fcntl.LOCK_EX)
fcntl.lockf(file, fcntl.LOCK_EX)
file.close()
for lock in (fcntl.flock, fcntl.lockf):
    try:
        lock(99, fcntl.LOCK_EX)
    except OSError as error:
        print(repr(error), error)

for name in ("m", "c", "no-such-library"):
    print(name, ctypes.util.find_library(name))
libm = ctypes.CDLL(ctypes.util.find_library("m"))
libm.cos.restype, libm.cos.argtypes = ctypes.c_double, [ctypes.c_double]
print(libm.cos(0.0))
