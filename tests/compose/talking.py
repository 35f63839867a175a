"""What learners say to the containers, and code that must get nowhere."""

from tests.fakes.person import Person, until

QUESTION = "why do I need unsqueeze to broadcast?"
SNIPPET = "```python\nimport torch\ntorch.arange(6).view(2, 3).sum(1)\n```"
RESULT = "tensor([ 3, 12])"
# Long: the containers of a test share the machine with everything else.
SECONDS = 60.0

HOSTILE = {
    "reads the bot's token": (
        "import os, glob\n"
        "print(dict(os.environ), [open(p).read() for p in glob.glob('/proc/[0-9]*/environ')])"
    ),
    "reads the service's files": "print(open('/opt/unsqueeze/sandbox/service.py').read())",
    "removes the service's socket": "import os; os.unlink('/run/unsqueeze/sandbox.sock')",
    "calls the service": "import socket; socket.socket(socket.AF_UNIX)",
    "calls the world": "import urllib.request as r; r.urlopen('http://1.1.1.1', timeout=1)",
    "starts processes": "import os\nwhile True: os.fork()",
    "starts a program": "import subprocess; subprocess.run(['python', '-c', 'print(1)'])",
    "kills everything": "import os; os.kill(-1, 9)",
    "takes all memory": "x = []\nwhile True: x.append(bytearray(10 ** 8))",
    "fills the disk": "f = open('big', 'wb')\nwhile True: f.write(bytes(10 ** 6))",
    "never ends": "while True: pass",
    "prints without end": "while True: print('x' * 1000)",
}


async def runs(person: Person) -> None:
    """A snippet is run and answered with its value; what was asked before may be answered late."""
    asked = await person.say(SNIPPET)

    async def shown() -> bool | None:
        came = [each for each in await person.from_bot() if RESULT in each.get("text", "")]
        return True if any(each["message_id"] > asked["message_id"] for each in came) else None

    await until(shown, seconds=SECONDS)
