import ctypes

libc = ctypes.CDLL(None)
libc.puts(b"from C")
libc.fflush(None)
print("from Python")
