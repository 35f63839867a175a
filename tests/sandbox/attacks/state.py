"""What a snippet finds: the same before and after whatever ran in between."""

from tests.sandbox.conftest import Run

# Each fact by name, so that one that differs says which; long ones as a digest.
_FACTS = """
import builtins, codecs, decimal, gc, hashlib, locale, os, random, resource, signal, sys, tempfile
import threading, time, warnings

def _open():
    found = []
    for number in range(64):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found

def _digest(text):
    return text if len(text) < 60 else hashlib.sha256(text.encode()).hexdigest()[:16]

def _own(path):
    return os.path.realpath(path) == os.path.realpath(os.getcwd())

_facts = {
    "python random": random.random(),
    "numpy random": np.random.rand(3).tolist(),
    "torch random": torch.rand(3).tolist(),
    "torch state": torch.get_rng_state().sum().item(),
    "modules": sorted(sys.modules),
    "path": sys.path,
    "builtins": sorted(vars(builtins)),
    "torch names": sorted(vars(torch)),
    "tensor names": sorted(vars(torch.Tensor)),
    "functional names": sorted(vars(F)),
    "numpy names": sorted(vars(np)),
    "dtype": torch.get_default_dtype(),
    "device": torch.get_default_device(),
    "grad": torch.is_grad_enabled(),
    "inference": torch.is_inference_mode_enabled(),
    "anomaly": torch.is_anomaly_enabled(),
    "deterministic": torch.are_deterministic_algorithms_enabled(),
    "threads of torch": torch.get_num_threads(),
    "torch print": repr(torch.tensor([1 / 3, 1e6, 1e-9])),
    "numpy print": sorted(map(str, np.get_printoptions().items())),
    "numpy errors": np.geterr(),
    "warnings": [str(entry) for entry in warnings.filters],
    "environment": {k: v if k[0] not in "HT" else _own(v) for k, v in os.environ.items()},
    "files": os.listdir(),
    "temporary": _own(tempfile.gettempdir()),
    "descriptors": _open(),
    "argv": sys.argv,
    "hash": hash("fixed"),
    "recursion": sys.getrecursionlimit(),
    "int digits": sys.get_int_max_str_digits(),
    "switch": sys.getswitchinterval(),
    "gc": (gc.isenabled(), gc.get_threshold(), gc.get_debug()),
    "threads": threading.active_count(),
    "stack": threading.stack_size(),
    "mask": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    "handlers": [str(signal.getsignal(n)) for n in (1, 2, 10, 13, 14, 15, 17)],
    "alarms": (signal.getitimer(signal.ITIMER_REAL), signal.getitimer(signal.ITIMER_PROF)),
    "open files": resource.getrlimit(resource.RLIMIT_NOFILE),
    "decimal": str(decimal.getcontext()),
    "locale": locale.setlocale(locale.LC_ALL),
    "zone": time.tzname,
    "streams": (sys.stdout.encoding, sys.stderr.errors, type(sys.stdout).__name__),
    "hooks": (sys.gettrace(), sys.getprofile(), sys.excepthook is sys.__excepthook__),
    "names": sorted(n for n in globals() if not n.startswith("_")),
}
{name: _digest(str(fact)) for name, fact in _facts.items()}
"""


async def state(run: Run) -> str:
    found = await run(_FACTS)
    assert found.value is not None, found
    return found.value
