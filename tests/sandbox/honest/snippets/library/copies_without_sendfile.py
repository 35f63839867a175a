import asyncio
import os
import shutil
import socket

data = bytes(range(256)) * 512
with open("a.bin", "wb") as file:
    file.write(data)
os.mkdir("folder")
shutil.copyfile("a.bin", "b.bin")
shutil.copy("a.bin", "folder")
shutil.copytree("folder", "other")
shutil.move("b.bin", "folder/c.bin")
for name in ("folder/a.bin", "folder/c.bin", "other/a.bin"):
    print(name, open(name, "rb").read() == data)
with open("a.bin", "rb") as source, open("d.bin", "wb") as target:
    shutil.copyfileobj(source, target)
    print(os.copy_file_range(source.fileno(), target.fileno(), 100, 0))
print(os.path.getsize("d.bin"))

ours, theirs = socket.socketpair()
with open("a.bin", "rb") as file:
    print(ours.sendfile(file, offset=5, count=1000), file.tell())
print(theirs.recv(2000) == data[5:1005])


async def send():
    ours.setblocking(False)
    with open("a.bin", "rb") as file:
        return await asyncio.get_running_loop().sock_sendfile(ours, file, 7, 500)


print(asyncio.run(send()), theirs.recv(2000) == data[7:507])
ours.close()
theirs.close()
