import locale
import platform
import sys

print(platform.system(), platform.python_implementation(), sys.byteorder, sys.maxsize)
print(sys.platform, sys.version_info.major, sys.float_info.epsilon, sys.getsizeof(0) > 0)
print(bool(platform.platform()), bool(platform.processor() or True), bool(platform.machine()))
print(sys.getrefcount([]) > 0, bool(sys.executable), locale.getlocale())
platform.python_version_tuple()[:2]
