import mmap

with open("m.bin", "w+b") as f:
    f.write(b"hello world")
    f.flush()
    with mmap.mmap(f.fileno(), 0) as m:
        m[:5] = b"HELLO"
        print(m[:], m.find(b"w"))
open("m.bin", "rb").read()
