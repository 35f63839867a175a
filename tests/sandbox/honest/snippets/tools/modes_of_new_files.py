import os
import stat
import tempfile
from pathlib import Path

Path("text").write_text("x")
Path("touched").touch()
Path("folder").mkdir()
Path("narrow").touch(mode=0o600)
os.mkdir("closed", 0o700)
handle, name = tempfile.mkstemp()
for path in ("text", "touched", "folder", "narrow", "closed", name):
    print(stat.filemode(os.stat(path).st_mode))
os.close(handle)
print(oct(os.umask(0o27)), oct(os.umask(0o27)))
Path("later").touch()
print(stat.filemode(os.stat("later").st_mode))
