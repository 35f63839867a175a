"""What is asked of the kernel by number, where it can be tried without a jail."""

import subprocess
import sys

from sandbox import kernel

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
