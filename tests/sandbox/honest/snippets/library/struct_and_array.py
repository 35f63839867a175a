import array
import struct

packed = struct.pack("<Ifh", 7, 1.5, -2)
print(packed, struct.unpack("<Ifh", packed), struct.calcsize("@qd"))
a = array.array("d", [1.0, 2.0])
print(a, a.itemsize, memoryview(a).nbytes, memoryview(b"abc")[1], bytearray(b"x") + b"y")
int.from_bytes(b"\x01\x00", "big"), (5).to_bytes(2, "little")
