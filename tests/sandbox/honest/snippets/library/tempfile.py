import os
import tempfile

with tempfile.TemporaryDirectory() as d:
    path = os.path.join(d, "x.txt")
    with open(path, "w") as f:
        f.write("temp")
    print(os.listdir(d), os.path.getsize(path))
print(os.path.exists(d))
with tempfile.NamedTemporaryFile("w+", suffix=".txt") as f:
    f.write("abc")
    f.seek(0)
    print(f.read(), os.path.exists(f.name))
handle, name = tempfile.mkstemp()
os.close(handle)
with tempfile.SpooledTemporaryFile() as f:
    f.write(b"x")
