try:
    import not_a_real_package
except ImportError as e:
    print(type(e).__name__, e, e.name)
import importlib.util
print(importlib.util.find_spec("not_a_real_package"), importlib.util.find_spec("torch") is not None)
