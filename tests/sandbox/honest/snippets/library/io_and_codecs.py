import codecs
import io

s = io.StringIO("a\nb\n")
print([line for line in s], io.BytesIO(b"abc").read(2))
print("ä".encode("latin-1"), "ä".encode("utf-16"), codecs.encode("abc", "rot13"), b"\xff".decode("utf-8", "replace"))
with open("u.txt", "w", encoding="utf-16") as f:
    f.write("ä")
with io.TextIOWrapper(io.BytesIO(b"x\r\ny"), newline=None) as w:
    print(w.readlines())
open("u.txt", encoding="utf-16").read()
