"""Options that several commands have."""

from typing import Annotated

import typer

from unsqueeze.addresses import parse_sandbox

SandboxUrl = Annotated[
    str | None,
    typer.Option(
        "--sandbox", parser=parse_sandbox, metavar="URL", help="unix:PATH or http://HOST:PORT"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
