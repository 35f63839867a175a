"""The command line. Each command lives in `unsqueeze/commands/` under its own name.

Results go to stdout, everything else to stderr. Exit codes: 0 done; 1 the thing asked for failed;
2 misuse or a broken set-up, with one line that says what to do.
"""

import gc
import os
import sys
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from unsqueeze.addresses import LAST_PORT, parse_host, parse_listen
from unsqueeze.content import knowledge
from unsqueeze.faults import explained
from unsqueeze.options import AsJson, SandboxUrl
from unsqueeze.terminal import never_fail_to_print, parse_duration, parse_time

# Read when numpy is first imported, which no import above does. A second thread would wait for a
# core that other work keeps busy: matrices as small as ours are done before it has woken up.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

app = typer.Typer(
    name="unsqueeze",
    help="A tutor for tensors: curated, proven answers, and code that runs safely.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
database = typer.Typer(help="The database of learners and events.", no_args_is_help=True)
app.add_typer(knowledge, name="knowledge")
app.add_typer(database, name="db")

Port = Annotated[int, typer.Option(min=0, max=LAST_PORT, help="Where the chat page listens.")]
Host = Annotated[
    str, typer.Option(parser=parse_host, metavar="HOST", help="The address it listens on.")
]


def _tell_version(wanted: bool) -> None:  # noqa: FBT001  # typer passes it so
    if wanted:
        # An image holds our code without its metadata.
        print(f"unsqueeze {os.environ.get('UNSQUEEZE_RELEASE') or version('unsqueeze')}")
        raise typer.Exit


AskedVersion = Annotated[
    bool,
    typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the release."),
]


@app.callback(help=app.info.help)
def _options(*, _version: AskedVersion = False) -> None:
    """What may stand before a command."""


@app.command()
def demo(port: Port = 8080, host: Host = "127.0.0.1") -> None:
    """The tutor in a chat page on this machine: no token, no network."""
    from unsqueeze.commands import serve as command

    raise typer.Exit(command.demo(port, host=host))


@app.command()
def serve(port: Port = 8080, host: Host = "127.0.0.1") -> None:
    """The bot where a token is set, else the demo: what the container runs."""
    from unsqueeze.commands import serve as command

    raise typer.Exit(command.serve(port, host=host))


@app.command()
def bot() -> None:
    """The bot on Telegram: long polling, or a webhook where one is set."""
    from unsqueeze.commands import serve as command

    raise typer.Exit(command.bot())


@app.command()
def web() -> None:
    """The instructors' web page alone; the bot serves it, too, where it has an address."""
    from unsqueeze.commands import web as command

    raise typer.Exit(command.web())


@app.command()
def sandbox(
    listen: Annotated[
        str,
        typer.Option(
            parser=parse_listen, metavar="unix:PATH|HOST:PORT", help="Where the service listens."
        ),
    ] = "127.0.0.1:8060",
    spares: Annotated[int, typer.Option(min=1, help="Processes kept ready.")] = 4,
    at_once: Annotated[
        int | None,
        typer.Option(min=1, help="Snippets that run beside each other; one a processor."),
    ] = None,
) -> None:
    """The sandbox service."""
    from unsqueeze.commands import serve as command

    raise typer.Exit(command.sandbox(listen, spares=spares, at_once=at_once))


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    *,
    as_json: AsJson = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read {"id", "text"} lines on stdin, answer each.')
    ] = False,
) -> None:
    """Answer a question in the terminal."""
    from unsqueeze.commands import ask as command

    raise typer.Exit(command.ask_lines() if jsonl else command.ask(text, as_json=as_json))


@app.command()
def explain(
    *,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl", help='Read {"id", "message", "snippet"?} lines on stdin, explain each.'
        ),
    ] = False,
    sandbox_url: SandboxUrl = None,
) -> None:
    """Explain errors: the rule that fits, why it happened, and a repair that was run."""
    from unsqueeze.commands import explain as command

    raise typer.Exit(command.explain_lines(sandbox_url, jsonl=jsonl))


@app.command()
def run(
    file: Annotated[str, typer.Argument(help="A file, or - for stdin.")] = "-",
    *,
    as_json: AsJson = False,
    sandbox_url: SandboxUrl = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the random numbers.")] = None,
    trace: Annotated[
        bool, typer.Option("--trace", help="Show what each part of each line held.")
    ] = False,
) -> None:
    """Run a snippet in the sandbox."""
    from unsqueeze.commands import run as command

    raise typer.Exit(
        command.run(file, as_json=as_json, sandbox_url=sandbox_url, seed=seed, every_line=trace)
    )


@app.command()
def grade(
    exercise: Annotated[str, typer.Argument(help="Which exercise, by its name.")],
    file: Annotated[str, typer.Argument(help="A file, or - for stdin.")] = "-",
    *,
    as_json: AsJson = False,
    sandbox_url: SandboxUrl = None,
) -> None:
    """Grade a submission for an exercise."""
    from unsqueeze.commands import grade as command

    raise typer.Exit(command.grade(exercise, file, as_json=as_json, sandbox_url=sandbox_url))


@app.command()
def stats(
    period: Annotated[
        str, typer.Argument(help="7d, 'last week' or 'since 2026-11-01'; else the last month.")
    ] = "",
    cohort: Annotated[
        str | None, typer.Option("--cohort", help="A class, by its code or name; else everybody.")
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write a CSV here.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """What instructors see, in the terminal."""
    from unsqueeze.commands import people as command

    raise typer.Exit(command.stats(csv, as_json=as_json, cohort=cohort, period=period))


@app.command()
def events(
    *,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line.")] = False,
    since: Annotated[
        datetime | None,
        typer.Option(parser=parse_time, metavar="TIME", help="Only from this time on."),
    ] = None,
) -> None:
    """The log of what learners did."""
    from unsqueeze.commands import people as command

    raise typer.Exit(command.events(since, jsonl=jsonl))


@app.command()
def invite(
    role: Annotated[str, typer.Option(help="What the code makes of a learner.")] = "instructor",
    expires: Annotated[
        timedelta, typer.Option(parser=parse_duration, metavar="TIME", help="30m, 12h, 7d, 2w")
    ] = "7d",  # type: ignore[assignment]  # typer parses defaults as it parses arguments
) -> None:
    """Print a single-use invite code."""
    from unsqueeze.commands import people as command

    raise typer.Exit(command.invite(role, expires))


@database.command("upgrade")
def db_upgrade() -> None:
    """Bring the database up to this version; safe to run at any time."""
    from unsqueeze.commands import people as command

    raise typer.Exit(command.upgrade())


def main() -> None:
    """The console script."""
    never_fail_to_print()
    with explained():
        try:
            sys.exit(app(prog_name="unsqueeze", standalone_mode=False))
        finally:
            # Else Python looks through all that is held before it lets it go: seconds, under load.
            gc.freeze()
