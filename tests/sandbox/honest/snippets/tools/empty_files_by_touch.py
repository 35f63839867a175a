import errno
import os
import shutil
from pathlib import Path

from torch.utils.data import DataLoader, Dataset


class Files(Dataset):
    def __init__(self, folder):
        self.paths = sorted(Path(folder).rglob("*.txt"))

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, number):
        return str(self.paths[number])


for label in ("cat", "dog"):
    folder = Path("data") / label
    folder.mkdir(parents=True)
    for number in range(2):
        (folder / f"{number}.txt").touch()
print(len(Files("data")), next(iter(DataLoader(Files("data"), batch_size=4))))

flag = Path(".done")
for _ in range(2):
    print("second time" if flag.exists() else "first")
    flag.touch()
print(flag.stat().st_size, Path(".done").read_bytes())


def tried(work, *arguments, **named):
    try:
        work(*arguments, **named)
    except OSError as error:
        print(type(error).__name__, error, errno.errorcode[error.errno], error.filename)
    else:
        print("fine")


tried(Path("no/dir/x").touch)
tried(flag.touch, exist_ok=False)
tried((flag / "below").touch)
for name in (".done", "missing", b"missing", Path("missing"), ".done/below"):
    tried(os.utime, name)
    tried(os.chmod, name, 0o644)
    tried(os.listxattr, name)
tried(os.utime, "missing", (5, 5))
tried(os.getxattr, "missing", "user.mark")
tried(os.listxattr)
tried(os.utime, 99)
tried(os.fchmod, 99, 0o600)
here = os.open("data", os.O_RDONLY)
tried(os.utime, "cat", dir_fd=here)
tried(os.utime, "cow", dir_fd=here)
tried(os.chmod, "cow", 0o700, dir_fd=here)
os.utime(here)
os.close(here)
tried(shutil.copystat, ".done", "missing")
tried(shutil.copy2, ".done", "copy")
tried(shutil.copytree, "data", "again")
print(sorted(map(str, Path().rglob("*"))))
