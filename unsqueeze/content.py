"""`unsqueeze knowledge`: the commands of the curated content."""

from pathlib import Path
from typing import Annotated

import typer

from unsqueeze.options import AsJson, SandboxUrl

knowledge = typer.Typer(help="The curated content.", no_args_is_help=True)


@knowledge.command("check")
def knowledge_check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A content folder, or that of one exercise; ours where left out."),
    ] = None,
    *,
    sandbox_url: SandboxUrl = None,
) -> None:
    """Check every entry, run every example and prove every exercise."""
    from unsqueeze.commands import checking as command

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
