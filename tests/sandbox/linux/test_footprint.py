import ctypes
import mmap
import os
import platform
import resource
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.linux import jail, process


def status() -> int:
    return os.open("/proc/self/status", os.O_RDONLY)


def test_it_is_what_the_kernel_tells_of_a_process() -> None:
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    seen, peak_kib = process.read(status()), process.peak_kib_of(status())
    wait.set()
    thread.join()

    assert seen.threads >= 2
    assert 0 < seen.own_kib <= peak_kib
    assert not seen.is_headless


def test_a_name_is_not_read_as_a_line() -> None:
    library, name, set_name, get_name = ctypes.CDLL(None), ctypes.create_string_buffer(16), 15, 16
    library.prctl(get_name, name)
    library.prctl(set_name, b"a\rThreads: b")
    try:
        assert jail._threads_of(os.geteuid()) > 0
    finally:
        library.prctl(set_name, name)


def test_what_was_held_before_is_not_counted() -> None:
    descriptor = status()
    before = process.read(descriptor).own_kib
    held = bytearray(b"x" * (32 << 20))
    after = process.read(descriptor, before)

    assert 24 << 10 < after.own_kib < 64 << 10
    assert held


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the addresses are of x86_64")
def test_tables_of_pages_count() -> None:
    """Pages that lie far apart, none of which holds anything."""
    library = ctypes.CDLL(None)
    library.mmap.restype = ctypes.c_void_p
    library.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    library.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    descriptor = status()
    before = process.read(descriptor).own_kib
    pages = [library.mmap(n << 31, 4096, mmap.PROT_READ, 0x100022, -1, 0) for n in range(1, 1001)]
    for page in pages:
        ctypes.string_at(page, 1)
    after = process.read(descriptor, before)
    for page in pages:
        library.munmap(page, 4096)

    assert after.own_kib > 6000


def test_where_the_kernel_tells_no_more_all_data_counts(tmp_path: Path) -> None:
    """As under gVisor, in whose answer the number of threads comes last."""
    told = tmp_path / "status"
    told.write_text(
        "Name:\tpython\nVmSize:\t900 kB\nVmRSS:\t700 kB\nVmData:\t500 kB\nThreads:\t2\n"
    )

    seen = process.read(os.open(told, os.O_RDONLY), own_kib_before=100)

    assert (seen.threads, seen.own_kib) == (2, 400)


@pytest.fixture(params=[resource.RLIMIT_DATA, resource.RLIMIT_AS], ids=["data", "addresses"])
def limited(request: pytest.FixtureRequest) -> Iterator[None]:
    """To more than this process holds, so that nothing else changes for it."""
    soft, hard = resource.getrlimit(request.param)
    resource.setrlimit(request.param, (1 << 40, hard))
    yield
    resource.setrlimit(request.param, (soft, hard))


@pytest.mark.usefixtures("limited")
def test_headroom_is_what_the_limit_leaves() -> None:
    before = process.headroom_of(os.getpid(), status())
    held = mmap.mmap(-1, 128 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    after = process.headroom_of(os.getpid(), status())
    held.close()

    assert before is not None
    assert after is not None
    assert before.left_bytes < 1 << 40
    assert 120 << 20 < before.left_bytes - after.left_bytes < 136 << 20
    assert after.is_computing


def test_a_process_that_is_gone_has_nothing() -> None:
    assert process.read(-1) == process.Footprint()
    assert process.peak_kib_of(-1) == 0
    assert process.headroom_of(os.getpid(), -1) is None
