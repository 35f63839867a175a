import getpass
import os
import platform
import socket

print(bool(getpass.getuser()), bool(platform.node()), socket.gethostname() == platform.node())
print(os.getpid() > 1, os.getuid() >= 0, os.uname().sysname, os.getcwd() == os.path.abspath("."))
print(len(os.urandom(4)), os.umask(0o22) >= 0, os.times().user >= 0)
