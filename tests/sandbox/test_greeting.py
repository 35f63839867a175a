"""What a spare hands over with its first word; nothing of it is lost where it can't be used."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.supervisor.pipes import GREETING, greeting_on

_PEAK_KIB = 70_000


@pytest.fixture
def channel() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        yield ours, theirs


def _open_descriptors() -> set[str]:
    return {entry.name for entry in Path("/proc/self/fd").iterdir()}


@pytest.mark.parametrize("has_listener", [True, False])
@pytest.mark.parametrize("has_own_disk", [True, False])
def test_each_thing_handed_over_is_known_for_what_it_is(
    channel: tuple[socket.socket, socket.socket], *, has_listener: bool, has_own_disk: bool
) -> None:
    ours, theirs = channel
    listener, own_disk = os.pipe()
    handed = [listener] * has_listener + [own_disk] * has_own_disk
    socket.send_fds(theirs, [GREETING.pack(_PEAK_KIB, has_listener, has_own_disk)], handed)

    greeting = greeting_on(ours)

    assert greeting is not None
    assert greeting.peak_kib == _PEAK_KIB
    for came, sent in ((greeting.listener, listener), (greeting.own_disk, own_disk)):
        if sent in handed:
            assert os.path.sameopenfile(came, sent)
            os.close(came)
        else:
            assert came == -1
    os.close(listener)
    os.close(own_disk)


def test_one_that_died_instead_has_not_greeted(
    channel: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = channel
    theirs.close()

    assert greeting_on(ours) is None


def test_what_comes_with_half_a_greeting_is_closed(
    channel: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = channel
    before = _open_descriptors()
    socket.send_fds(theirs, [GREETING.pack(_PEAK_KIB, False, False)[:3]], [0, 1])

    assert greeting_on(ours) is None
    assert _open_descriptors() == before
