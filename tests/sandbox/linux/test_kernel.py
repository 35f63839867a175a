"""What is asked of the kernel by number, where it can be tried without a jail."""

import subprocess
import sys

from sandbox.linux import kernel

_THREADS_COME_AND_GO = """
import threading
print("started", flush=True)
while True:
    threads = [threading.Thread(target=lambda: None) for _ in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""


def test_a_thread_that_ends_meanwhile_keeps_no_other_from_giving_way() -> None:
    command = [sys.executable, "-c", _THREADS_COME_AND_GO]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            for _ in range(2000):
                kernel.schedule(process.pid, nice=0, slice_seconds=0.003)
        finally:
            process.kill()


_CHILDREN_BESIDE_THREADS = """
import sys, threading
from sandbox.linux import kernel
sys.setswitchinterval(1e-6)
is_over = threading.Event()
def compute():
    while not is_over.is_set(): sum(range(100))
threads = [threading.Thread(target=compute) for _ in range(3)]
for thread in threads: thread.start()
works = [kernel.works_in_child(lambda: sum(range(10_000))) for _ in range(50)]
is_over.set()
print(all(works))
"""


def test_what_is_tried_in_a_child_comes_to_its_end_beside_threads() -> None:
    command = [sys.executable, "-c", _CHILDREN_BESIDE_THREADS]
    tried = subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert tried.stdout == b"True\n"
