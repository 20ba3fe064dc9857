"""Run the verbs of Remission from a terminal: one verb, one function, one command.

Everything heavy is imported inside the commands, so that help and completion come at once. Answers go to standard
output, progress and complaints to standard error. Exit code 1: the data have findings of severity error; 2: misuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from remission.app.options import ALLOW, CHART, JSON, MAPPING, FilePath, chart_of, leave
from remission.app.pk_fit_verbs import FIT_VERBS
from remission.app.pk_verbs import PK_VERBS, pk
from remission.app.protocol_verbs import VERBS
from remission.app.terminal import columns

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


class Verbs(click.Group):
    """Turn our errors into a sentence and exit code 2, and keep help quick."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Measure the terminal ourselves, so that click does not import shutil for it."""
        wide = max(50, min(columns(), 100) - 2)
        return super().make_context(info_name, args, parent, **{"terminal_width": wide, **extra})

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their whole first sentence; click would cut it to fit the line."""
        whole = 1000  # letters
        rows = [(name, self.commands[name].get_short_help_str(whole)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a `RemissionError` is told, not traced."""
        from remission.errors import RemissionError

        try:
            return super().invoke(ctx)
        except RemissionError as error:
            click.echo(f"remission: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            raise  # click leaves quietly when nobody reads on
        except OSError as error:
            about = f" '{error.filename}'" if error.filename else ""
            told = f"A file or folder could not be used. Found{about}: {error.strerror or error}. Check its name and rights."
            click.echo(f"remission: {told}", err=True)
            ctx.exit(2)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="remission")
def main() -> None:
    """Treat-to-target therapy of lupus nephritis, executable.

    CHART is a file (CSV, Excel), a folder with a map.toml, or the name of a bundled cohort (himeji).

    For research and reviewable decision support: every number carries its source, and a clinician decides.
    """


for verb in (*VERBS, *PK_VERBS):
    main.add_command(verb)

for verb in FIT_VERBS:
    pk.add_command(verb)


@main.command()
@CHART
@MAPPING
@click.option("--out", type=FilePath(file_okay=False), default="out", show_default=True,
              help="Folder to write to.")  # fmt: skip
@ALLOW
@JSON
def report(chart: str, mapping: Path | None, out: Path, allowed: tuple[str, ...], *, as_json: bool) -> None:
    """Evaluate a cohort: the paper's tables and figures as HTML, PDF and Word."""
    from remission.app.screen import print_json, progress, told
    from remission.report.write import STEPS, report

    with progress(("reading", *STEPS)) as tell:
        tell("reading")
        evaluation = report(chart_of(chart, mapping), out, stand_ins=allowed, tell=tell)
    written = [
        out / name for name in ("report.html", "report.pdf", "report.docx", "results.json", "results.csv", "figures")
    ]
    if as_json:
        print_json({"written": [str(path) for path in written], "findings": told(evaluation.chart)})
    else:
        click.echo("\n".join(f"{path}" for path in written))
    leave(evaluation.chart)


@main.command()
@CHART
@MAPPING
@click.option("--definition", "-d", "definitions", multiple=True, required=True,
              help="Definition by name, or the path of a file that holds one; may be repeated.")  # fmt: skip
@ALLOW
@click.option("--over-time", is_flag=True,
              help="Tell apart response now, ever, confirmed and sustained; one definition.")  # fmt: skip
@click.option("--level", default="", help="With --over-time: the level to be reached; the best where nothing is said.")
@click.option("--visits", "days", help="Study days that visits are due on, such as 0,91,183,365, in place of months 2, 4, 6 "
              "and 12.")  # fmt: skip
@click.option("--within", type=click.IntRange(min=0), help="With --visits: days to either side that count; 30 where "
              "nothing is said.")  # fmt: skip
@click.option("--out", type=FilePath(dir_okay=False), help="Write a CSV file instead of printing.")
@JSON
def derive(
    chart: str,
    mapping: Path | None,
    definitions: tuple[str, ...],
    allowed: tuple[str, ...],
    level: str,
    days: str | None,
    within: int | None,
    out: Path | None,
    *,
    over_time: bool,
    as_json: bool,
) -> None:
    """Answer definitions for every patient and visit."""
    from remission.app.screen import footnotes
    from remission.definitions import shelf
    from remission.definitions.derive import derive
    from remission.definitions.explain import why_unknown
    from remission.definitions.over_time import READINGS
    from remission.definitions.over_time import over_time as follow
    from remission.terms.windows import HIMEJI_VISITS, WITHIN, visits_on

    if level and not over_time:
        raise click.UsageError("--level goes with --over-time.")
    if within is not None and days is None:
        raise click.UsageError("--within goes with --visits.")
    if over_time and len(definitions) != 1:
        raise click.UsageError("--over-time follows one definition at a time.")
    read = chart_of(chart, mapping)
    definitions = tuple(dict.fromkeys(definitions))
    found = [shelf.find(name) for name in definitions]
    visits = visits_on(days.split(","), within=WITHIN if within is None else within) if days else HIMEJI_VISITS
    rows = derive(read, found, visits=visits, stand_ins=allowed)
    notes = footnotes(found, allowed, why_unknown(read, found, visits=visits, stand_ins=allowed), of=len(rows))
    if over_time:
        rows, notes = follow(rows, found[0], level=level), [*notes, *READINGS]
    _tell(rows, out, title=f"{read.name}: {', '.join(definitions)}", notes=[read.about, *notes], as_json=as_json)


@main.command()
@CHART
@click.argument("definition")
@MAPPING
@ALLOW
@click.option("--patient", "-p", "patients", multiple=True, help="Only this patient; may be repeated.")
@click.option("--visit", help="Only this visit, such as month_6.")
@click.option("--day", type=click.IntRange(-36500, 36500), help="On this study day, from what was known by then.")
@click.option("--out", type=FilePath(dir_okay=False), help="Write a CSV file instead of printing.")
@JSON
def explain(
    chart: str,
    definition: str,
    mapping: Path | None,
    allowed: tuple[str, ...],
    patients: tuple[str, ...],
    visit: str | None,
    day: int | None,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show each condition of a definition: the value it saw, its limit, and what is missing."""
    import polars as pl

    from remission.app.screen import footnotes
    from remission.definitions import shelf
    from remission.definitions.explain import explain
    from remission.errors import UnknownName
    from remission.terms.windows import HIMEJI_VISITS, as_of

    read, found = chart_of(chart, mapping), shelf.find(definition)
    visits = HIMEJI_VISITS if day is None else as_of(day)
    wanted = visits[-1].name if day is not None else (visit or "").replace("-", "_")
    if wanted and wanted not in [v.name for v in visits]:
        raise UnknownName.among("visit", wanted, [v.name for v in visits])
    rows = explain(read.only(patients) if patients else read, found, visits=visits, stand_ins=allowed)
    if wanted:
        rows = rows.filter(pl.col("visit").cast(pl.String) == wanted)
    notes = [read.about, *footnotes([found], allowed)]
    notes += (
        [f"Day {day} lies before the first dose: the last values up to it stand for {visits[-1]}."]
        if (day or 1) < 0
        else []
    )
    _tell(rows, out, title=f"{read.name}: {found.label}", notes=notes, as_json=as_json)


@main.command(name="compare-definitions")
@CHART
@MAPPING
@click.option("--definition", "-d", "definitions", multiple=True,
              help="Definition by name or path; may be repeated. Without it, every definition of response.")  # fmt: skip
@ALLOW
@click.option("--against", default="", help="The definition that the others are held against.")
@click.option("--visit", default="", help="The visit of the rates, such as month_6.")
@click.option("--out", type=FilePath(file_okay=False),
              help="Folder to write the comparison to, as HTML, PDF and Word.")  # fmt: skip
@JSON
def compare_definitions(
    chart: str,
    mapping: Path | None,
    definitions: tuple[str, ...],
    allowed: tuple[str, ...],
    against: str,
    visit: str,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Lay response definitions side by side: rates, agreement, and what decides where they differ."""
    from remission.app.screen import print_comparison, print_json, progress
    from remission.report.comparison import compare_definitions as compare
    from remission.report.in_words import footnotes, headline, sentences
    from remission.report.write import STEPS, write_comparison

    with progress(("reading", *STEPS)) as tell:
        tell("reading")
        read = chart_of(chart, mapping)
        tell(STEPS[0])
        c = compare(read, definitions, stand_ins=allowed, reference=against, at=visit)
        if out:
            write_comparison(c, out, tell=tell)
    if as_json:
        told = {"visit": c.endpoint.name, "reference": c.reference, "headline": headline(c), "sentences": sentences(c)}
        print_json(told | {"footnotes": footnotes(c), "results": c.results.to_dicts()})
    else:
        print_comparison(c)
        if out:
            click.echo(f"Written to {out}.")
    leave(read)


@main.command()
@click.argument("cohort", default="himeji")
@JSON
def facts(cohort: str, *, as_json: bool) -> None:
    """Recompute every number that the founding paper prints."""
    from collections import Counter

    import polars as pl

    from remission.app.screen import print_json, print_table
    from remission.report.facts import facts

    read = chart_of(cohort, None)
    found = facts(read)
    if as_json:
        print_json([fact.row() for fact in found])
        return
    verdicts = Counter(fact.verdict for fact in found)
    click.echo(f"{len(found)} printed figures: " + ", ".join(f"{n} {verdict}" for verdict, n in verdicts.items()))
    rest = [fact.row() for fact in found if fact.verdict != "agree"]
    columns = ["verdict", "place", "says", "printed", "recomputed", "reason"]
    print_table(pl.DataFrame(rest).select(columns), title="Not in agreement", note=read.about)


@main.command()
@click.argument("names", nargs=-1, metavar="[KIND] [NAME]")
@click.option("--fhir", type=FilePath(dir_okay=False), help="Of a protocol: write a FHIR R4 bundle with a PlanDefinition and its "
              "ActivityDefinitions, as JSON.")  # fmt: skip
@JSON
def show(names: tuple[str, ...], fhir: Path | None, *, as_json: bool) -> None:
    """Show a protocol, definition, model, analyte, drug, trait, cohort or source; without a name, everything there is."""
    from remission.app.screen import print_json, print_lines
    from remission.app.show import KINDS, contents, described, lines

    if fhir:
        from remission.app.protocol_screen import write_protocol

        kind, _, name = " ".join(names).rpartition(" ")
        if not name or kind not in ("", "protocol"):
            raise click.UsageError(
                "--fhir writes a protocol. Name one: remission show protocol himeji-2012 --fhir FILE."
            )
        write_protocol(name, fhir)
        return
    if len(names) == 1 and names[0] in KINDS:
        answer: dict[str, Any] = {names[0]: contents()[names[0]]}
    else:
        answer = described(names[-1], kind=names[0] if len(names) > 1 else "") if names else contents()
    if as_json:
        print_json(answer)
    else:
        print_lines(lines(answer))


@main.command()
@click.argument("results", type=FilePath(exists=True, dir_okay=False))
@click.option("--bibtex", is_flag=True, help="Print BibTeX for a reference manager.")
@JSON
def cite(results: Path, *, bibtex: bool, as_json: bool) -> None:
    """Print the bibliography of exactly what a results.json used."""
    from remission.app.screen import print_json
    from remission.app.show import sources_in
    from remission.terms.sources import bibliography
    from remission.terms.sources import bibtex as entries

    keys = sources_in(results)
    if as_json:
        print_json([{"key": key, "reference": text} for key, text in zip(keys, bibliography(keys), strict=True)])
    elif bibtex:
        click.echo(entries(keys), nl=False)
    else:
        click.echo("\n".join(f"{number}. {text}" for number, text in enumerate(bibliography(keys), 1)))


@main.command(name="map")
@click.argument("file", type=FilePath(exists=True))
@click.option(
    "--out",
    type=FilePath(dir_okay=False),
    help="Where to write; `-` prints.",
    allow_from_autoenv=False,
)
@click.option("--force", is_flag=True, help="Replace a mapping file that is there.")
def map_(file: Path, out: Path | None, *, force: bool) -> None:
    """Draft the mapping file of a spreadsheet by looking at its headers."""
    from remission.chart.doors.draft import doubts, draft
    from remission.errors import SchemaError

    text = draft(file)
    target = out or (file / "map.toml" if file.is_dir() else file.with_name(file.name + ".map.toml"))
    if str(target) == "-":
        click.echo(text, nl=False)
        return
    if target.exists() and not force:
        raise SchemaError(f"The mapping file was not written. '{target}' is there already. Add --force to replace it.")
    target.write_text(text, encoding="utf-8", newline="\n")
    click.echo(str(target))
    undecided = doubts(text)
    if undecided:
        click.echo(f"{undecided} line(s) are marked `# ?`: decide them before the file is read.", err=True)


@main.command()
@click.argument("file", type=FilePath(dir_okay=False), default="remission-template.xlsx")
@click.option("--criteria", is_flag=True, help="Add sheets for classification criteria and biopsy lesions.")
@click.option("--force", is_flag=True, help="Replace a workbook that is there.")
def template(file: Path, *, criteria: bool, force: bool) -> None:
    """Write an empty workbook to fill in: units in the headers, drop-downs, notes."""
    from remission.chart.doors.template import write_template
    from remission.errors import SchemaError

    if file.exists() and not force:
        raise SchemaError(f"The workbook was not written. '{file}' is there already. Add --force to replace it.")
    write_template(file, criteria=criteria)
    click.echo(str(file))


@main.command()
@CHART
@MAPPING
@JSON
def check(chart: str, mapping: Path | None, *, as_json: bool) -> None:
    """Read a cohort and print the findings about its data."""
    from remission.app.screen import print_findings, print_json, told
    from remission.definitions.check import check

    checked = check(chart_of(chart, mapping))
    if as_json:
        print_json(told(checked))
    else:
        print_findings(checked)
    leave(checked)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands in a shell: eval "$(remission completion bash)"."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found:
        click.echo(found(main, {}, "remission", "_REMISSION_COMPLETE").source())


def _tell(rows: pl.DataFrame, out: Path | None, *, title: str, notes: list[str], as_json: bool) -> None:
    """Print rows as a table or as JSON, or write them to a CSV file; what must be said beside them is always said."""
    import polars as pl

    from remission.app.screen import print_json, print_table, write_table

    rows = rows.with_columns(pl.col("patient", "visit").cast(pl.String))
    if out:
        write_table(rows, out)
    elif as_json:
        print_json(rows.to_dicts())
    else:
        print_table(rows, title=title, note="\n".join(note for note in notes if note))
        return
    click.echo("\n".join(note for note in notes if note), err=True)
