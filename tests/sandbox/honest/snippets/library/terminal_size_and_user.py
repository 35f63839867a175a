import os
import shutil
import tempfile

print(shutil.get_terminal_size(), os.get_terminal_size is not None)
print(os.path.expanduser("~") == os.environ["HOME"], tempfile.gettempdir() == os.getcwd())
print(os.cpu_count() >= 1, len(os.sched_getaffinity(0)) >= 1, shutil.which("no-such-program"))
print(os.access(".", os.W_OK), os.path.isdir("."), shutil.disk_usage(".").free > 0)
