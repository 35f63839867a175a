import os
import shutil

with open("a.bin", "wb") as file:
    os.posix_fallocate(file.fileno(), 0, 4096)
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_SEQUENTIAL)
shutil.copy2("a.bin", "b.bin")
shutil.copytree(".", "copied", ignore=shutil.ignore_patterns("copied"))
print(os.listxattr("b.bin"), os.path.getsize("b.bin"), sorted(os.listdir("copied")))
try:
    os.getxattr("b.bin", "user.note")
except OSError as error:
    print(error.errno == 61)
os.replace("b.bin", "c.bin")
print(sorted(os.listdir()))
