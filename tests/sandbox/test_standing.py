import os
import threading

from sandbox import standing


def status() -> int:
    return os.open("/proc/self/status", os.O_RDONLY)


def test_it_is_what_the_kernel_tells_of_a_process() -> None:
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    seen, peak_kib = standing.read(status()), standing.peak_kib(status())
    wait.set()
    thread.join()

    assert seen.threads >= 2
    assert 0 < seen.own_kib <= peak_kib
    assert not seen.is_headless


def test_what_was_held_before_is_not_counted() -> None:
    descriptor = status()
    before = standing.read(descriptor).own_kib
    held = bytearray(b"x" * (32 << 20))
    after = standing.read(descriptor, before)

    assert 24 << 10 < after.own_kib < 64 << 10
    assert held


def test_a_process_that_is_gone_has_nothing() -> None:
    assert standing.read(-1) == standing.Standing()
    assert standing.peak_kib(-1) == 0
