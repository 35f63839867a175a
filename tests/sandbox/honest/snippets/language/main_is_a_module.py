import sys

import __main__

answer = 42
print(__main__.answer, sys.modules["__main__"].__name__, __doc__, __name__)
vars(__main__)["answer"]
