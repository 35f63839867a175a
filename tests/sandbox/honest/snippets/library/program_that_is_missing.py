import errno
import subprocess
from subprocess import CalledProcessError, check_output

try:
    subprocess.run(["nvidia-smi-of-nobody"])
except FileNotFoundError:
    print("no GPU")

try:
    commit = check_output(["git-of-nobody", "rev-parse", "HEAD"]).decode().strip()
except (CalledProcessError, FileNotFoundError):
    commit = "unknown"
print(commit)

try:
    subprocess.Popen("program-of-nobody", stdout=subprocess.PIPE)
except OSError as error:
    print(error.errno == errno.ENOENT)
