import os
import select
import selectors
import socket

r, w = os.pipe()
os.write(w, b"x")
print(select.select([r], [], [], 0)[0] == [r], os.read(r, 1))
a, b = socket.socketpair()
with selectors.DefaultSelector() as s:
    s.register(b, selectors.EVENT_READ)
    a.send(b"ping")
    print(len(s.select(1)), b.recv(4))
a.close()
b.close()
