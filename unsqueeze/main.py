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

from unsqueeze.addresses import LAST_PORT, parse_host, parse_listen, parse_sandbox
from unsqueeze.faults import explained
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
knowledge = typer.Typer(help="The curated content.", no_args_is_help=True)
database = typer.Typer(help="The database of learners and events.", no_args_is_help=True)
app.add_typer(knowledge, name="knowledge")
app.add_typer(database, name="db")

SandboxUrl = Annotated[
    str | None,
    typer.Option(
        "--sandbox", parser=parse_sandbox, metavar="URL", help="unix:PATH or http://HOST:PORT"
    ),
]
Port = Annotated[int, typer.Option(min=0, max=LAST_PORT, help="Where the chat page listens.")]
Host = Annotated[
    str, typer.Option(parser=parse_host, metavar="HOST", help="The address it listens on.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


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
    jsonl: Annotated[  # noqa: ARG001 - there is no other way yet; the flag leaves room for one
        bool,
        typer.Option(
            "--jsonl", help='Read {"id", "message", "snippet"?} lines on stdin, explain each.'
        ),
    ] = True,
    sandbox_url: SandboxUrl = None,
) -> None:
    """Explain errors: the rule that fits, why it happened, and a repair that was run."""
    from unsqueeze.commands import explain as command

    raise typer.Exit(command.explain_lines(sandbox_url))


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


@knowledge.command("check")
def knowledge_check(
    folder: Annotated[
        Path | None, typer.Argument(help="A content folder; ours where left out.")
    ] = None,
    *,
    sandbox_url: SandboxUrl = None,
) -> None:
    """Check every entry and run every example."""
    from unsqueeze.commands import knowledge as command

    raise typer.Exit(command.check(folder, sandbox_url=sandbox_url))


@knowledge.command("build")
def knowledge_build() -> None:
    """Write the knowledge base from the content files."""
    from unsqueeze.commands import knowledge as command

    raise typer.Exit(command.build())


@knowledge.command("search")
def knowledge_search(text: str, *, as_json: AsJson = False) -> None:
    """Show which entries come near a text, and how near."""
    from unsqueeze.commands import knowledge as command

    raise typer.Exit(command.search(text, as_json=as_json))


@knowledge.command("site")
def knowledge_site(
    folder: Annotated[Path, typer.Argument(help="Where the pages go; index.html is the first.")],
    *,
    bot: Annotated[
        str | None,
        typer.Option(metavar="USERNAME", help="Let each page open its answer in this bot."),
    ] = None,
    content: Annotated[
        Path | None,
        typer.Option(
            help="A content folder; ours as it ships where left out. "
            "`export --all` writes one with what instructors changed."
        ),
    ] = None,
    sandbox_url: SandboxUrl = None,
) -> None:
    """Write the whole content as pages that are searched in the browser, without a server."""
    from unsqueeze.commands import site as command

    raise typer.Exit(command.site(folder, content=content, username=bot, sandbox_url=sandbox_url))


@knowledge.command("import")
def knowledge_import(
    file: Annotated[
        Path,
        typer.Argument(help="Text, Markdown, CSV, a notebook, Moodle's XML."),
    ],
    *,
    as_json: AsJson = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be imported; save nothing.")
    ] = False,
    sandbox_url: SandboxUrl = None,
) -> None:
    """Make drafts of a file of questions and answers, each with what a check noticed."""
    from unsqueeze.commands import importing as command

    raise typer.Exit(
        command.import_file(file, as_json=as_json, is_dry=dry_run, sandbox_url=sandbox_url)
    )


@knowledge.command("export")
def knowledge_export(
    folder: Annotated[Path, typer.Argument(help="Where the files go; a content folder, say.")],
    *,
    whole: Annotated[
        bool, typer.Option("--all", help="Everything, not only what differs from our files.")
    ] = False,
) -> None:
    """Write what instructors wrote as files that `knowledge check` accepts."""
    from unsqueeze.commands import knowledge as command

    raise typer.Exit(command.export(folder, whole=whole))


@knowledge.command("diff")
def knowledge_diff(
    folder: Annotated[
        Path | None, typer.Argument(help="A content folder; ours where left out.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show how the instructors' entries differ from the files."""
    from unsqueeze.commands import knowledge as command

    raise typer.Exit(command.diff(folder, as_json=as_json))


@app.command()
def stats(
    csv: Annotated[Path | None, typer.Option("--csv", help="Write a CSV here.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """What instructors see, in the terminal."""
    from unsqueeze.commands import people as command

    raise typer.Exit(command.stats(csv, as_json=as_json))


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
