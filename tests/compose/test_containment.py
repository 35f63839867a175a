"""What the containers may do: nothing that they need not."""

import json

import pytest

from tests.compose.conftest import SECRET, TOKEN
from tests.compose.stack import Stack

# Of every process in the container: its capabilities, and whether it may gain privileges.
PROCESSES = """
import json, os
found = []
for pid in filter(str.isdigit, os.listdir('/proc')):
    with open(f'/proc/{pid}/status') as status:
        lines = dict(line.rstrip().split(':\\t', 1) for line in status if ':\\t' in line)
    found.append({name: lines[name] for name in ('Uid', 'CapEff', 'CapPrm', 'CapBnd',
                                                 'NoNewPrivs', 'Seccomp')})
print(json.dumps(found))
"""
WRITES = """
import errno, json
denied = {}
for folder in ('/', '/opt/unsqueeze', '/opt/venv', '/usr/local/lib', '/etc', '/run'):
    try:
        open(f'{folder}/written', 'w').close()
        denied[folder] = 'written'
    except OSError as error:
        denied[folder] = errno.errorcode[error.errno]
print(json.dumps(denied))
"""
INTERFACES = "import socket; print(*(name for _, name in socket.if_nameindex()))"
ENVIRONMENTS = """
import os
for pid in filter(str.isdigit, os.listdir('/proc')):
    try:
        print(open(f'/proc/{pid}/environ').read())
    except OSError:
        pass
"""


@pytest.mark.parametrize("service", ["bot", "sandbox"])
def test_no_process_has_a_capability_or_can_gain_one(stack: Stack, service: str) -> None:
    processes = json.loads(stack.python(service, PROCESSES))

    assert len(processes) >= 3
    for process in processes:
        assert {int(process[name], 16) for name in ("CapEff", "CapPrm", "CapBnd")} == {0}
        assert process["NoNewPrivs"] == "1"
        assert process["Seccomp"] == "2"
        assert "0" not in process["Uid"].split()


@pytest.mark.parametrize("service", ["bot", "sandbox"])
def test_no_part_of_the_root_can_be_written(stack: Stack, service: str) -> None:
    denied = json.loads(stack.python(service, WRITES))

    assert set(denied.values()) <= {"EROFS", "EACCES"}
    assert stack.container(service)["HostConfig"]["ReadonlyRootfs"] is True


def test_the_bot_cannot_replace_the_sandboxs_socket(stack: Stack) -> None:
    code = """
import os
try:
    os.unlink('/run/unsqueeze/sandbox.sock')
except OSError as error:
    print(error.strerror)
"""

    assert stack.python("bot", code).strip() == "Read-only file system"


def test_the_sandbox_has_no_network(stack: Stack) -> None:
    assert stack.python("sandbox", INTERFACES).split() == ["lo"]


def test_secrets_are_the_bots_alone(stack: Stack) -> None:
    assert TOKEN in stack.python("bot", ENVIRONMENTS)

    seen = stack.python("sandbox", ENVIRONMENTS) + json.dumps(stack.container("sandbox"))

    assert TOKEN not in seen
    assert SECRET not in seen
    assert "TELEGRAM" not in seen


def test_every_container_has_an_end_to_what_it_can_take(stack: Stack) -> None:
    for service in ("bot", "sandbox"):
        limits = stack.container(service)["HostConfig"]

        assert limits["Memory"] > 0
        assert limits["MemorySwap"] == limits["Memory"]
        assert limits["PidsLimit"] > 0
        assert limits["Privileged"] is False
        assert "size=" in limits["Tmpfs"]["/tmp"]
    assert stack.container("sandbox")["HostConfig"]["NanoCpus"] > 0
