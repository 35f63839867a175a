import ctypes

libm = ctypes.CDLL("libm.so.6")
libm.sqrt.restype = ctypes.c_double
libm.sqrt.argtypes = [ctypes.c_double]
print(libm.sqrt(2.0))


class P(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_double)]


print(ctypes.sizeof(P), P(1, 2.0).y, ctypes.c_uint8(257).value)
