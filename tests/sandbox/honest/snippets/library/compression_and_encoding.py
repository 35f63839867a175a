import base64
import binascii
import bz2
import gzip
import lzma
import zlib

data = b"tensor " * 100
for module in (zlib, gzip, bz2, lzma):
    packed = module.compress(data)
    print(module.__name__, len(packed) < 100, module.decompress(packed) == data)
print(base64.b64encode(b"hi"), base64.urlsafe_b64decode("_-8="), binascii.crc32(b"x"), zlib.adler32(b"x"))
with gzip.open("x.gz", "wt") as f:
    f.write("text")
gzip.open("x.gz", "rt").read()
