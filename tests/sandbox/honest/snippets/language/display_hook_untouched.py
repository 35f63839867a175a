import sys

print(sys.displayhook is sys.__displayhook__, sys.flags.interactive, sys.argv[1:])
print(sys.stdin.read() == "", sys.stdout.isatty(), sys.stdout.encoding, sys.getdefaultencoding())
