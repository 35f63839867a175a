import logging
import sys

print(logging.StreamHandler(sys.stdout), logging.StreamHandler())
print(sys.stdout, sys.stderr, sys.stdout.name, sys.stderr.buffer.raw.name)
logging.warning("to %s", logging.root.handlers)
