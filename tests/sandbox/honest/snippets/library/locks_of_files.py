import fcntl
import os

with open("notes.txt", "w+") as file:
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(file, fcntl.LOCK_EX)
    file.write("kept")
    fcntl.lockf(file, fcntl.LOCK_UN)
    fcntl.flock(file, fcntl.LOCK_UN)
try:
    from filelock import FileLock
except ImportError:
    pass
else:
    for _ in range(2):
        with FileLock("notes.lock", timeout=1):
            print(open("notes.txt").read(), os.path.exists("notes.lock"))
