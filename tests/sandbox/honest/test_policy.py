"""What the sandbox will not do is said in one sentence, with what to do instead."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.conftest import Run, Service


@pytest.fixture(scope="session")
def service(each_service: Service) -> Service:
    return each_service


ONE_PROCESS = ("one process", "threads")
NO_SHELL = ("without a shell", "pathlib")
NO_NETWORK = ("no network", "torch.randn")
NO_SERVER = ("no network", "socket.socketpair()")
NO_DOWNLOADS = ("no network", "torch.nn")
NO_INSTALLING = ("nothing can be installed", "leave the line out")
NO_PIP = ("no pip", "torch.__version__")
NO_GPU = ("no GPU", "device='cpu'")
NO_SHARING = ("one process", "as it is")
NO_WORKERS = ("one process", "num_workers")
NOBODY_ELSE = ("one process", "no network", "leave out torch.distributed")
NOT_ALLOWED = ("Operation not permitted (not allowed in the sandbox: leave it out)",)
NO_LIMITS = ("the sandbox sets the limits", "leave the line out")
NO_COMPILER = ("compiler", "eager")
NO_LOCKS = ("one process", "threading.Lock")
OWN_FOLDER = ("own folder", "relative path", "tempfile")
TOO_LARGE = ("at most 16 MiB", "BytesIO")
NO_KEYBOARD = ("nobody can type", "in the code")
NO_EXTENSIONS = ("compiler", "torch's operations")
NO_FILMS = ("no ffmpeg", ".gif", "writer='pillow'")
FLOATS = ("not supported (this loss takes floats", ".float()")
NOTEBOOKS = ("belongs to notebooks", "print(…)", "plt.show()")
ANIMATION = (
    "from matplotlib import animation\nfigure, axes = plt.subplots()\n(line,) = axes.plot([0, 1])\n"
    "a = animation.FuncAnimation(figure, lambda i: [line.set_ydata([0, i])], frames=2)\n"
)
LOADER = "from torch.utils.data import DataLoader\n"
SERVER = "import asyncio\nrun = asyncio.run\n"

REFUSED = {
    "torch.compile": ("torch.compile(lambda x: x + 1)(torch.ones(2))", NO_COMPILER),
    "torch.compile as a decorator": ("@torch.compile\ndef f(x): return x", NO_COMPILER),
    "torch.compile with a mode": ("@torch.compile(mode='max-autotune')\ndef f(x): 1", NO_COMPILER),
    "a module compiled in place": ("nn.Linear(1, 1).compile()", NO_COMPILER),
    "workers of a loader": (LOADER + "list(DataLoader([1, 2], num_workers=2))", NO_WORKERS),
    "a worker of a shuffled loader": (
        LOADER + "for x in DataLoader(range(9), shuffle=True, num_workers=1): print(x)",
        NO_WORKERS,
    ),
    "more threads than may be": (
        (
            "import threading, time\n"
            "for _ in range(99): threading.Thread(target=time.sleep, args=(0.2,)).start()"
        ),
        ("at most 64 threads", "join()"),
    ),
    "input": ("name = input('name? ')", NO_KEYBOARD),
    "input made a number": ("n = int(input())", NO_KEYBOARD),
    "getpass": ("import getpass\ngetpass.getpass()", NO_KEYBOARD),
    "breakpoint": ("x = 1\nbreakpoint()", ("nobody can type", "print")),
    "a debugger": ("import pdb\npdb.set_trace()", ("nobody can type", "print")),
    "urlopen": (
        "import urllib.request\nurllib.request.urlopen('https://example.org').read()",
        NO_NETWORK,
    ),
    "urlretrieve": (
        "from urllib.request import urlretrieve\nurlretrieve('http://example.org/x', 'x')",
        NO_NETWORK,
    ),
    "http.client": (
        "import http.client\nhttp.client.HTTPSConnection('example.org').request('GET', '/')",
        NO_NETWORK,
    ),
    "a socket": ("import socket\nsocket.socket()", NO_NETWORK),
    "a connection": (
        "import socket\nsocket.create_connection(('example.org', 80))",
        NO_NETWORK,
    ),
    "a name looked up": ("import socket\nsocket.gethostbyname('example.org')", NO_NETWORK),
    "a server": (
        "from http.server import *\nHTTPServer(('', 8000), BaseHTTPRequestHandler)",
        NO_SERVER,
    ),
    "a server of socketserver": (
        "import socketserver as s\ns.TCPServer(('127.0.0.1', 0), s.BaseRequestHandler)",
        NO_SERVER,
    ),
    "a server in a with": (
        (
            "import socketserver as s\nclass Echo(s.StreamRequestHandler): pass\n"
            "with s.ThreadingUDPServer(('', 9999), Echo) as server: server.serve_forever()"
        ),
        NO_SERVER,
    ),
    "a server in a file": (
        "import socketserver as s\ns.UnixStreamServer('s.sock', s.BaseRequestHandler)",
        NO_SERVER,
    ),
    "a socket that listens": ("import socket\nsocket.create_server(('', 0))", NO_SERVER),
    "a connection of asyncio": (
        "import asyncio\nasyncio.run(asyncio.open_connection('example.org', 80))",
        NO_NETWORK,
    ),
    "a server of asyncio": (
        SERVER + "server = run(asyncio.start_server(print, '127.0.0.1', 8888))",
        NO_SERVER,
    ),
    "a server of asyncio for ever": (
        SERVER + "async def main():\n    server = await asyncio.start_server(print, '::1', 8888)\n"
        "    async with server: await server.serve_forever()\nrun(main())",
        NO_SERVER,
    ),
    "a server of a loop": (
        SERVER + "async def main():\n    loop = asyncio.get_running_loop()\n"
        "    await loop.create_server(asyncio.Protocol, 'localhost', 0)\nrun(main())",
        NO_SERVER,
    ),
    "a server of asyncio in a file": (
        SERVER + "run(asyncio.start_unix_server(print, 's.sock'))",
        NO_SERVER,
    ),
    "a mail": ("import smtplib\nsmtplib.SMTP('example.org')", NO_NETWORK),
    "torch.hub.load": ("torch.hub.load('pytorch/vision', 'resnet18')", NO_DOWNLOADS),
    "weights from an address": (
        "torch.hub.load_state_dict_from_url('https://example.org/w.pth')",
        NO_DOWNLOADS,
    ),
    "pip in a subprocess": (
        "import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'pip', 'install', 'x'])",
        NO_INSTALLING,
    ),
    "pip by check_call": (
        "import subprocess\nsubprocess.check_call('pip install pandas', shell=True)",
        NO_INSTALLING,
    ),
    "pip by os.system": ("import os\nos.system('pip install pandas')", NO_INSTALLING),
    "pip in a notebook": ("!pip install -q torchvision\nimport torch", NO_INSTALLING),
    "pip as a magic": ("%pip install einops", NO_INSTALLING),
    "pip as in a terminal": ("pip install numpy", NO_INSTALLING),
    "pip as a module in a terminal": ("python -m pip install numpy", NO_INSTALLING),
    "pip asked": ("!pip list | grep torch", NO_PIP),
    "pip asked of a package": ("%pip show torch", NO_PIP),
    "pip asked as a module": ("!python -m pip freeze", NO_PIP),
    "a download": ("!wget https://example.org/a.csv", NO_NETWORK),
    "a download as in a terminal": ("curl -O https://example.org/a.csv", NO_NETWORK),
    "a repository": ("!git clone https://github.com/x/y", NO_NETWORK),
    "conda": ("conda install pytorch -c pytorch", NO_INSTALLING),
    "apt": ("!apt-get install -y graphviz", NO_INSTALLING),
    "a command": ("import os\nos.system('ls')", NO_SHELL),
    "a program": ("import subprocess\nsubprocess.run(['ls', '-l'])", NO_SHELL),
    "a program's output": ("import subprocess\nsubprocess.check_output('date')", NO_SHELL),
    "a program by a shell": (
        (
            "import subprocess\ntry: subprocess.run('date', shell=True)\n"
            "except FileNotFoundError: pass"
        ),
        NO_SHELL,
    ),
    "a program that is not there": (
        "import subprocess\nsubprocess.run(['nvidia-smi'], check=True)",
        NO_SHELL,
    ),
    "popen": ("import os\nos.popen('ls').read()", NO_SHELL),
    "a program of asyncio": (
        "import asyncio\nasyncio.run(asyncio.create_subprocess_shell('ls'))",
        NO_SHELL,
    ),
    "a shell line": ("!ls -la", ("no shell", "pathlib")),
    "a shell line kept": ("files = !ls", ("no shell", "pathlib")),
    "a shell cell": ("%%bash\necho hi", ("no shell", "pathlib")),
    "a cell kept in a file": ("%%writefile a.py\nx = 1", ("only a notebook", "write_text")),
    "a variable asked for": ("%env PATH", ("notebook", "os.environ")),
    "a picture in a window": (
        "from PIL import Image\nImage.new('RGB', (4, 4)).show()",
        ("in a window", "plt.imshow"),
    ),
    "a title by LaTeX": (
        "plt.rcParams['text.usetex'] = True\nplt.title('$x$')\nplt.savefig('a.png')",
        ("no LaTeX", "text.usetex"),
    ),
    "a text by LaTeX": (
        "from matplotlib.textpath import TextPath\nTextPath((0, 0), 'x', usetex=True)",
        ("no LaTeX", "text.usetex"),
    ),
    "an extension in C++": (
        "import torch.utils.cpp_extension as cpp\ncpp.load_inline('x', 'int f() { return 1; }')",
        NO_EXTENSIONS,
    ),
    "an extension in a file": (
        "import torch.utils.cpp_extension as cpp\ncpp.load(name='x', sources=['a.cpp'])",
        NO_EXTENSIONS,
    ),
    "a film": (ANIMATION + "a.save('a.mp4')", NO_FILMS),
    "a film by ffmpeg": (ANIMATION + "a.save('a.mp4', writer='ffmpeg', fps=3)", NO_FILMS),
    "a film for a page": (ANIMATION + "a.to_html5_video()", NO_FILMS),
    "a film by a writer": (
        ANIMATION + "a.save('a.mp4', writer=animation.FFMpegWriter(fps=2))",
        NO_FILMS,
    ),
    "targets that are bools": (
        "F.binary_cross_entropy_with_logits(torch.ones(2), torch.ones(2) > 0)",
        FLOATS,
    ),
    "targets of a layer that are bools": (
        "nn.BCEWithLogitsLoss()(torch.ones(2), torch.ones(2) > 0)",
        FLOATS,
    ),
    "targets of l1 that are bools": ("F.l1_loss(torch.ones(2), torch.ones(2) > 0)", FLOATS),
    "a notebook's display": ("from IPython.display import display", NOTEBOOKS),
    "a notebook itself": ("import IPython", NOTEBOOKS),
    "a notebook's figures": ("import matplotlib_inline.backend_inline", NOTEBOOKS),
    "a value displayed": ("x = 1\ndisplay(x)", ("print(…)", "plt.show()")),
    "a click": ("plt.ginput(1)", ("nobody can click", "in the code")),
    "a link": ("import os\nos.symlink('a', 'b')", ("no links", "shutil.copy")),
    "a hard link": ("import os\nopen('a', 'w').close()\nos.link('a', 'b')", ("no links",)),
    "windows": ("import tkinter", ("no screen", "matplotlib")),
    "a change of folder": ("%cd /content", ("no shell", "pathlib")),
    "nvidia-smi": ("!nvidia-smi", ("no GPU", "CPU")),
    "timeit as a magic": ("x = torch.ones(3)\n%timeit x + 1", ("notebook", "/time", "timeit")),
    "a time kept": ("x = 1\nt = %timeit -o x + 1", ("notebook", "/time", "timeit")),
    "waiting outside of functions": (
        "import asyncio\nx = await asyncio.sleep(0)\nprint(x)",
        ("notebook", "async def main", "asyncio.run"),
    ),
    "a quote closed by another": ('print("hello”)', ("typographic", 'type "')),
    "time as a magic": ("%time sum(range(10))", ("notebook", "/time", "timeit")),
    "a timed cell": ("%%time\nx = 1", ("notebook", "/time", "timeit")),
    "a saved command": ("get_ipython().system('pip install x')", ("nothing can be installed",)),
    "a saved time": (
        "x = 1\nget_ipython().run_line_magic('timeit', 'x + 1')",
        ("notebook", "/time", "timeit"),
    ),
    "another magic": ("%tensorboard --logdir runs", ("notebook", "%")),
    "a question mark": ("torch.matmul?", ("help(…)",)),
    "a page's source": ("<pre><code>x = 1\nx\n</code></pre>", ("HTML", "plain text")),
    "a page's signs": ("x = 1\nif x &lt; 2:\n    x", ("HTML", "plain text")),
    "a change": ("@@ -1,2 +1,2 @@\n import math\n-f(1)\n+f(2)", ("change", "afterwards")),
    "a quote": ("> x = 1\n> x", ("leave out the >",)),
    "curly quotes": ("print(“hello”)", ("typographic", 'type "')),
    "a curly apostrophe": ("x = ‘a’", ("typographic", "type '")),  # noqa: RUF001
    "a real minus": ("x = 3 − 1", ("typographic", "type -")),
    "a multiplication sign": ("x = 3 × 2", ("typographic", "type *")),
    "two question marks before": ("??torch.add", ("help(…)",)),
    "a fork": ("import os\nos.fork()", ONE_PROCESS),
    "a process": (
        "from multiprocessing import Process\nProcess(target=print).start()",
        ONE_PROCESS,
    ),
    "a spawned process": (
        "import multiprocessing as mp\nmp.get_context('spawn').Process(target=print).start()",
        ONE_PROCESS,
    ),
    "a lock of processes": ("from multiprocessing import Lock\nLock()", NO_LOCKS),
    "a shared number": ("from multiprocessing import Value\nValue('i', 3)", NO_LOCKS),
    "a shared array": ("from multiprocessing import Array\nArray('i', 3)", NO_LOCKS),
    "a file elsewhere": ("open('/tmp/x.txt', 'w')", OWN_FOLDER),
    "a folder elsewhere": ("import os\nos.mkdir('/tmp/models')", OWN_FOLDER),
    "a model elsewhere": ("torch.save(torch.ones(1), '/tmp/model.pt')", OWN_FOLDER),
    "an array elsewhere": ("np.save('/tmp/a.npy', np.ones(1))", OWN_FOLDER),
    "its memory": ("open('/proc/self/status').read()", ("resource", "ru_maxrss")),
    "its memory by a path": (
        "from pathlib import Path\nPath('/proc/self/statm').read_text()",
        ("resource", "ru_maxrss"),
    ),
    "its own text": ("open(__file__).read()", ("no file", "inspect.getsource")),
    "its own text by a path": (
        "from pathlib import Path\nPath(__file__).resolve().read_text()",
        ("no file", "inspect.getsource"),
    ),
    "a setting": ("open('/etc/hostname')", ("out of reach", "platform")),
    "a large file": ("with open('x', 'wb') as file: file.write(bytes(17 << 20))", TOO_LARGE),
    "a large model": ("torch.save(torch.zeros(6_000_000), 'big.pt')", TOO_LARGE),
    "a large database": (
        (
            "import sqlite3\nd = sqlite3.connect('d')\nd.execute('create table t (b blob)')\n"
            "for _ in range(20): d.execute('insert into t values (zeroblob(1000000))')"
        ),
        ("at most 16 MiB", "sqlite3.connect(':memory:')"),
    ),
    "a large array": ("np.save('a.npy', np.zeros(3_000_000))", TOO_LARGE),
    "a pool": ("from multiprocessing import Pool\nPool(2).map(abs, [1])", ONE_PROCESS),
    "a pool of futures": (
        "from concurrent.futures import ProcessPoolExecutor as P\nlist(P(2).map(abs, [1]))",
        ONE_PROCESS,
    ),
    "a queue of processes": ("import multiprocessing as mp\nmp.Queue()", ONE_PROCESS),
    "torch.multiprocessing": (
        "import torch.multiprocessing as mp\nmp.spawn(print, nprocs=2)",
        ONE_PROCESS,
    ),
    "a process group": (
        "torch.distributed.init_process_group('gloo', rank=0, world_size=1)",
        NOBODY_ELSE,
    ),
    "a process group of one by a file": (
        "torch.distributed.init_process_group('gloo', 'file:///tmp/x', rank=0, world_size=1)",
        NOBODY_ELSE,
    ),
    "more open files": (
        "import resource as r\nr.setrlimit(r.RLIMIT_NOFILE, r.getrlimit(r.RLIMIT_NOFILE))",
        NO_LIMITS,
    ),
    "less memory": (
        "import resource as r\nr.setrlimit(r.RLIMIT_AS, (2 << 30, 2 << 30))",
        NO_LIMITS,
    ),
    "a named pipe": ("import os\nos.mkfifo('x')", NOT_ALLOWED),
    "a file in memory": ("import os\nos.memfd_create('x')", NOT_ALLOWED),
    "a priority": ("import os\nos.nice(0)", NOT_ALLOWED),
    "another process asked for": ("import os\nos.kill(999999, 0)", NOT_ALLOWED),
    "another owner": (
        "import os\nopen('x', 'w').close()\nos.chown('x', os.getuid(), os.getgid())",
        NOT_ALLOWED,
    ),
    "a mark": (
        "import os\nopen('x', 'w').close()\nos.setxattr('x', 'user.a', b'')",
        NOT_ALLOWED,
    ),
    "an owner by a library": (
        "import shutil, os\nopen('x', 'w').close()\nshutil.chown('x', os.getuid())",
        NOT_ALLOWED,
    ),
    "a shared tensor": ("torch.ones(2).share_memory_()", NO_SHARING),
    "a shared module": ("nn.Linear(2, 2).share_memory()", NO_SHARING),
    "shared memory": (
        "from multiprocessing.shared_memory import *\nSharedMemory(create=True, size=10)",
        NO_SHARING,
    ),
    "a tensor on cuda": ("torch.ones(2, device='cuda')", NO_GPU),
    "a tensor moved to cuda": ("torch.ones(2).cuda()", NO_GPU),
    "a tensor sent to cuda": ("torch.ones(2).to('cuda:0')", NO_GPU),
    "a module on cuda": ("nn.Linear(2, 2).cuda()", NO_GPU),
    "a module sent to cuda": ("device = torch.device('cuda')\nnn.Linear(2, 2).to(device)", NO_GPU),
    "the name of the GPU": ("torch.cuda.get_device_name(0)", NO_GPU),
    "the GPU waited for": ("torch.cuda.synchronize()", NO_GPU),
}


LOOKED_AT = """
seen = []
def look(graph, _):
    seen.append(graph)
    return graph.forward
torch.compile(lambda x: x * 2, backend=look)(torch.ones(2))
len(seen)"""
FILE_URL = """
from pathlib import Path
from urllib.request import urlopen
Path('a.csv').write_text('1')
urlopen(Path('a.csv').resolve().as_uri()).read()"""
OWN_HUB = """
open('hubconf.py', 'w').write('def m(): return 3')
torch.hub.load('.', 'm', source='local')"""
EAGER = "torch.compiler.set_stance('force_eager')\n"
FIRST_THREAD = """
import threading
from concurrent.futures import ThreadPoolExecutor
threading.Thread(target=print).name, ThreadPoolExecutor()._thread_name_prefix"""
SWITCHES = """
import inspect, pickle
f = plt.switch_backend
str(inspect.signature(f)), pickle.loads(pickle.dumps(f)) is f, f.__module__"""
ANY_BACKEND = """
import matplotlib.rcsetup
plt.switch_backend(matplotlib.rcsetup._auto_backend_sentinel)
plt.get_backend()"""
BOTH_ENDS = """
import asyncio, socket
async def main():
    ends = [await asyncio.open_connection(sock=end) for end in socket.socketpair()]
    (_, one), (reader, other) = ends
    one.write(b"HI\\n")
    line = await reader.readline()
    for writer in (one, other): writer.close()
    return line
asyncio.run(main())"""
PASSWORD = """
import contextlib, getpass, io, sys, warnings
warnings.simplefilter("ignore")
sys.stdin = io.StringIO("secret\\n")
with contextlib.redirect_stderr(io.StringIO()): password = getpass.getpass()
password"""
NOT_REFUSED = {
    "names of threads": (FIRST_THREAD, "('Thread-1 (print)', 'ThreadPoolExecutor-0')"),
    "a function not compiled": ("torch.compile(lambda x: x * 2, disable=True)(3)", "6"),
    "a graph run as it is": (
        "@torch.compile(backend='eager')\ndef f(x): return x * 2\nf(torch.ones(2))",
        "tensor([2., 2.])",
    ),
    "a graph looked at": (LOOKED_AT, "1"),
    "a module run as it is": (
        "m = nn.Linear(2, 3)\nm.compile(backend='eager')\nm(torch.ones(2)).shape",
        "torch.Size([3])",
    ),
    "an address that is the data": (
        "from urllib.request import urlopen\nurlopen('data:text/csv,a%2Cb').read()",
        "b'a,b'",
    ),
    "an address of a file": (FILE_URL, "b'1'"),
    "a model of one's own from a hub": (OWN_HUB, "3"),
    "nothing to compile": (
        EAGER + "torch.compile(lambda x: x + 1)(torch.ones(1))",
        "tensor([2.])",
    ),
    "a mode with nothing to compile": (
        EAGER + "torch.compile(mode='max-autotune')(lambda x: x + 1)(torch.ones(1))",
        "tensor([2.])",
    ),
    "a screen to clear": ("import os\nos.system('cls' if os.name == 'nt' else 'clear')", "0"),
    "a window to draw in": ("import matplotlib\nmatplotlib.use('TkAgg')\nplt.plot([1])\n3", "3"),
    "a window in Qt": ("import matplotlib\nmatplotlib.use('Qt5Agg', force=True)\n3", "3"),
    "a window on a Mac": ("import matplotlib as m\nm.use(backend='MacOSX')\n3", "3"),
    "a notebook's figures": ("import matplotlib as m\nm.use('nbAgg')\nm.use('notebook')\n3", "3"),
    "a page with figures": ("plt.switch_backend('WebAgg')\n3", "3"),
    "a window switched to": ("plt.switch_backend(newbackend='tkagg')\nplt.get_backend()", "'Agg'"),
    "no window": ("plt.switch_backend('svg')\nplt.get_backend()", "'svg'"),
    "whatever there is": (
        ANY_BACKEND,
        "'agg'",
    ),
    "a look at what switches": (
        SWITCHES,
        "(\"(newbackend: 'str') -> 'None'\", True, 'matplotlib.pyplot')",
    ),
    "a look at what asks": (
        "import inspect\n(input.__module__, input.__name__, str(inspect.signature(input)))",
        "('builtins', 'input', \"(prompt='', /)\")",
    ),
    "bars of a notebook": (
        "from tqdm.notebook import *\nsum(tqdm([3], disable=True)) + sum(trange(4, disable=True))",
        "9",
    ),
    "a profiler": ("import torch.profiler as p\nwith p.profile(): torch.ones(2)\n3", "3"),
    "a folder of matplotlib's": (
        "import matplotlib, os\nmatplotlib.get_configdir().startswith(os.environ['HOME'])",
        "True",
    ),
    "a look at its own text": (
        "import inspect, sys\ninspect.getsource(sys.modules['__main__'])",
        "\"import inspect, sys\\ninspect.getsource(sys.modules['__main__'])\\n\"",
    ),
    "its memory": ("import resource as r\nr.getrusage(r.RUSAGE_SELF).ru_maxrss > 0", "True"),
    "two ends of one program": (BOTH_ENDS, "b'HI\\n'"),
    "a password that was put in": (PASSWORD, "'secret'"),
    "an array that would be shared": (
        "from multiprocessing import RawArray\na = RawArray('i', 3)\na[1] = 5\nlist(a)",
        "[0, 5, 0]",
    ),
}


@pytest.mark.parametrize(("code", "value"), NOT_REFUSED.values(), ids=NOT_REFUSED.keys())
async def test_what_needs_nothing_is_not_refused(run: Run, code: str, value: str) -> None:
    result = await run(code)

    assert (result.outcome, result.value, result.stderr) == (Outcome.OK, value, ""), result.error


@pytest.mark.parametrize("bar", ["tqdm([1, 2]{})", "map((1).__add__, trange(2{}))"])
@pytest.mark.parametrize("named", ["", ", ncols='100%'", ", display=True, ncols=80"])
async def test_a_bar_of_a_notebook_is_drawn_as_any_other(run: Run, bar: str, named: str) -> None:
    result = await run(f"from tqdm.notebook import tqdm, trange\nsum({bar.format(named)})")

    assert (result.outcome, result.value) == (Outcome.OK, "3"), result.error
    assert "2/2" in result.stderr


async def test_a_figure_made_for_a_window_is_shown(run: Run) -> None:
    result = await run(
        "import matplotlib\nmatplotlib.use('TkAgg')\n"
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    )

    assert (result.outcome, len(result.images), result.stderr) == (Outcome.OK, 1, "")


async def test_a_backend_that_there_is_not_is_refused_as_ever(run: Run) -> None:
    result = await run("import matplotlib\nmatplotlib.use('TkAg')")

    assert result.error is not None
    assert result.error.message.startswith("'TkAg' is not a valid value for backend")


@pytest.mark.parametrize("prompt", ["'How many? '", "12"])
async def test_who_is_asked_reads_the_question(run: Run, prompt: str) -> None:
    result = await run(f"try: n = input({prompt})\nexcept EOFError: n = 3\nn")

    assert (result.stdout, result.value) == (prompt.strip("'"), "3")


OWN_WORDS = (
    "RuntimeError('3 requested and 2 given')",
    "OSError('Read-only file system')",
    "RuntimeError('inline_container.cc is a file of torch')",
    "RuntimeError('3 requested and 2 written')",
    "ValueError('unknown file extension: .mp4')",
    "ImportError('No module named IPython')",
    "NameError('name display is not defined')",
)


@pytest.mark.parametrize("error", OWN_WORDS)
async def test_a_snippets_own_words_get_no_hint(run: Run, error: str) -> None:
    result = await run(f"raise {error}")

    assert result.error is not None
    assert result.error.message == error.split("'")[1]


async def test_a_snippets_own_number_gets_no_hint(run: Run) -> None:
    result = await run("raise PermissionError(13, 'not yours', '/secret')")

    assert result.error is not None
    assert result.error.message == "[Errno 13] not yours: '/secret'"


RAISED_BY_A_LIBRARY = """
from pathlib import Path
Path("lib.py").write_text('''
import errno
def ask():
    raise PermissionError(errno.EPERM, "not yours")
def bound():
    raise ValueError("not allowed to raise maximum limit of threads")
''')
import lib
lib."""


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("ask()", "[Errno 1] not yours"),
        ("bound()", "not allowed to raise maximum limit of threads"),
    ],
)
async def test_a_librarys_own_words_get_no_hint(run: Run, call: str, words: str) -> None:
    """Only of the kernel's no is it known that it was the sandbox's."""
    result = await run(RAISED_BY_A_LIBRARY + call)

    assert result.error is not None
    assert result.error.message == words


async def test_what_is_raised_once_more_keeps_its_hint(run: Run) -> None:
    code = "try:\n    open('/tmp/x.txt', 'w')\nexcept OSError as error:\n    raise error"

    result = await run(code)

    assert result.error is not None
    assert all(word in result.error.message for word in OWN_FOLDER)


async def test_a_refused_loader_says_nothing_more(run: Run) -> None:
    result = await run(LOADER + "for x in DataLoader(range(4), num_workers=2): print(x)")

    assert result.stderr.count("\n") == 4
    assert "_shutdown" not in result.stderr


@pytest.mark.parametrize(("code", "words"), REFUSED.values(), ids=REFUSED.keys())
async def test_it_is_refused_in_one_sentence(run: Run, code: str, words: tuple[str, ...]) -> None:
    result = await run(code)

    assert result.outcome is Outcome.ERROR
    assert result.error is not None
    assert all(word in result.error.message for word in words), result.error
    assert len(result.error.message) < 200
    assert "\n" not in result.error.message
    assert result.error.line is not None


PASTED = {
    "a session": (">>> x = torch.ones(2)\n>>> x.sum()\ntensor(2.)\n>>> x.shape", "torch.Size([2])"),
    "a session with a block": (
        ">>> def f(x):\n...     return x + 1\n...\n>>> f(1)\n2\n",
        "2",
    ),
    "a session after a line of its own": ("import math\n>>> math.floor(2.5)\n2", "2"),
    "an indented session": ("    >>> 1 + 1\n    2\n", "2"),
    "prompts without a space": (">>>x = 4\n>>>x", "4"),
    "cells": ("In [1]: x = 3\n\nIn [2]: x + 1\nOut[2]: 4\n", "4"),
    "a cell of two lines": (
        "In [1]: for i in range(2):\n   ...:     x = i\n\nIn [2]: x\nOut[2]: 1",
        "1",
    ),
    "a session that answers with a summary": (
        ">>> x = torch.zeros(2000, 1)\n>>> x\ntensor([[0.],\n        ...,\n[0.]])\n>>> x.sum()",
        "tensor(0.)",
    ),
    "cells that answer with a summary": (
        "In [1]: x = np.ones((2000, 1))\nIn [2]: x\nOut[2]:\n[[0.],\n ...,\n [0.]]\nIn [3]: x.ndim",
        "2",
    ),
    "a later answer of dots": (">>> print('a\\n... more')\na\n... more\n>>> 3", "3"),
    "an answer that is no Python": (">>> print(\"can't\")\ncan't\n>>> 3", "3"),
    "an indented block": (
        "  >>> x = 1\n  >>> for i in range(2):\n  ...     x += 1\n  ...\n  >>> x",
        "3",
    ),
    "lines pasted into a prompt": (">>> import math\n... x = 3\n... x\n3", "3"),
    "a session of IDLE": (
        ">>> def f(x):\n\tif x:\n\t\treturn 2\n\treturn 3\n\n>>> f(1)\n2\n>>> f(0)\n3",
        "3",
    ),
    "an alternative in IDLE": (
        (
            ">>> if 0:\n\tx = 1\nelse:\n\tx = 2\n\n\n>>> for i in range(2):\n\tprint(i)\n\n\t\n"
            "0\n1\n>>> x"
        ),
        "2",
    ),
    "an attempt in IDLE": (
        ">>> try:\n\tx = 1 / 0\nexcept Exception as e:\n\tprint(e)\n\n\ndivision by zero\n>>> 3",
        "3",
    ),
    "an empty line in a block of IDLE": (
        ">>> def f(x):\n\ty = x + 1\n\n\treturn y\n\n>>> f(1)\n2",
        "2",
    ),
    "an indented session of IDLE": (
        "    >>> for i in range(3):\n            x = i\n    >>> x",
        "2",
    ),
    "code above a session": ("x = torch.ones(3)\n>>> x.sum()", "tensor(3.)"),
    "code below a session": (">>> x = 3\n>>> x\n3\n\ny = x * 2\ny + 1", "7"),
    "prose above a session": ("Example::\n\n    >>> torch.ones(1)\n", "tensor([1.])"),
    "prompts with spaces of the web": (">>>\u00a0x = 1\n>>>\u00a0x\n1", "1"),
    "a text with spaces of the web": ("x\u00a0= 'a\u00a0b'\nx == 'a\\u00a0b'", "True"),
    "an answer in a block": (
        "```python\nx = torch.ones(2)\nx\n```\nOutput:\n```\ntensor([1., 1.])\n```",
        "tensor([1., 1.])",
    ),
    "an answer in a block that says so": ("```py\nx = 1\n```\n```text\n1\n```", None),
    "an indented whole": ("    x = 3\n    x", "3"),
    "fences": ("```python\nx = 4\nx\n```", "4"),
    "a page of a notebook": (
        "In [1]:\nx = torch.ones(3)\n\nx.sum()\n\nOut[1]:\ntensor(3.)\n\nIn [2]:\nx + 1\n",
        "tensor([2., 2., 2.])",
    ),
    "a page with spaces of the web": ("In\u00a0[1]:\nx = 5\nx", "5"),
    "a page with a session in it": (
        "In [1]:\ndef f():\n    '''\n    >>> f()\n    '''\n    return 2\nf()",
        "2",
    ),
    "cells not run yet": ("In [ ]: x = 3\nIn [ ]: x + 1", "4"),
    "a cell still running": ("In [*]:\nx = 4\nx", "4"),
    "cells not run yet below code": ("x = 3\nIn [ ]: x + 1", "4"),
    "a cell that printed a number": ("In [1]: x = 3; print(x)\n3", None),
    "a notebook's set-up": (
        "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\nimport torch\ntorch.ones(1)",
        "tensor([1.])",
    ),
    "a notebook saved as a script": (
        (
            "# coding: utf-8\n\n# In[1]:\n\n\n"
            "get_ipython().run_line_magic('matplotlib', 'inline')\n"
            "get_ipython().run_line_magic('load_ext', 'autoreload')\nx = 3\nx"
        ),
        "3",
    ),
    "a saved command in a text": (
        's = """\nget_ipython().system(\'ls\')\n"""\ns.count(\'ls\')',
        "1",
    ),
    "a saved command that is tried": (
        "try:\n    get_ipython().system('ls')\nexcept NameError: x = 3\nx",
        "3",
    ),
    "set-up in a block": ("if True:\n    %matplotlib inline\n'went on'", "'went on'"),
    "spaces of a web page": ("for\u00a0i in range(2):\n\u00a0\u00a0\u00a0 x = i\nx", "1"),
    "a mark of byte order": ("\ufeffx = 1\nx", "1"),
    "nothing visible": ("x = 2\u200b\nx", "2"),
    "signs that are Python": ("x = 7\ny = (x\n% 4)\n'''\n!ls\n>>> no\n'''\ny != 2", "True"),
}


@pytest.mark.parametrize(("code", "value"), PASTED.values(), ids=PASTED.keys())
async def test_what_a_paste_brings_along_does_no_harm(
    run: Run, code: str, value: str | None
) -> None:
    result = await run(code)

    assert (result.outcome, result.value) == (Outcome.OK, value), result.error


async def test_a_session_shows_each_value(run: Run) -> None:
    result = await run(">>> torch.ones(2)\n>>> 2\n2\n>>> 3")

    assert (result.stdout, result.value) == ("tensor([1., 1.])\n2\n", "3")


async def test_an_error_in_a_session_is_told_as_without_what_shows_values(run: Run) -> None:
    error = (await run(">>> x = torch.ones(2)\n>>> x @ torch.ones(3)\n>>> x")).error

    assert error is not None
    assert (error.line, error.column, error.end_column) == (2, 0, 17)
    assert [each.expression for each in error.operands] == ["x", "torch.ones(3)"]


async def test_lines_of_a_session_keep_their_numbers(run: Run) -> None:
    error = (await run(">>> x = 1\n>>> x\n1\n>>> x.missing\n")).error

    assert error is not None
    assert (error.type, error.line) == ("AttributeError", 4)


async def test_a_mistake_above_a_session_is_told_as_such(run: Run) -> None:
    error = (await run("x = = 1\n>>> x")).error

    assert error is not None
    assert (error.type, error.message, error.line) == ("SyntaxError", "invalid syntax", 1)


async def test_what_python_said_of_a_missing_block_is_not_taken_for_it(run: Run) -> None:
    session = (
        '>>> if 1:\n  File "<stdin>", line 1\n    if 1:\n        ^\nIndentationError: no\n>>> 3'
    )

    error = (await run(session)).error

    assert error is not None
    assert error.type == "IndentationError"


async def test_a_mistake_below_a_session_in_a_text_is_told_as_such(run: Run) -> None:
    error = (await run("'''\n>>> f()\n'''\nx = = 1")).error

    assert error is not None
    assert (error.type, error.message, error.line) == ("SyntaxError", "invalid syntax", 4)


async def test_a_mistake_beside_a_magic_is_told_as_such(run: Run) -> None:
    error = (await run("%matplotlib inline\nx = = 1")).error

    assert error is not None
    assert (error.type, error.message, error.line) == ("SyntaxError", "invalid syntax", 2)


async def test_nothing_runs_before_a_refused_line(run: Run) -> None:
    result = await run("print('hello')\n!ls")

    assert result.error is not None
    assert (result.stdout, result.error.type, result.error.line) == ("", "SyntaxError", 2)
    assert result.stderr.startswith(
        '  File "<snippet>", line 2\n    !ls\n    ^^^\nSyntaxError: there'
    )


STILL_THERE = {
    "is_available": "torch.cuda.is_available()",
    "device_count": "torch.cuda.device_count() > 0",
    "a device by name": "torch.device('cuda').type == 'cpu'",
    "an empty cache": "torch.cuda.empty_cache()\nFalse",
    "a seed for all": "torch.cuda.manual_seed_all(0)\nFalse",
    "a wrapped compile kept off": "torch.compiler.is_compiling()",
}


@pytest.mark.parametrize("code", STILL_THERE.values(), ids=STILL_THERE.keys())
async def test_asking_for_a_gpu_is_no_mistake(run: Run, code: str) -> None:
    result = await run(code)

    assert (result.outcome, result.value, result.stderr) == (Outcome.OK, "False", "")
