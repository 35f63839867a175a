import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("one")
    warnings.warn("two", RuntimeWarning)
print([(str(w.message), w.category.__name__, w.lineno) for w in caught])
warnings.filterwarnings("ignore", message="qui")
warnings.warn("quiet")
warnings.filterwarnings("error")
try:
    warnings.warn("now an error")
except UserWarning as e:
    print("raised", e)
