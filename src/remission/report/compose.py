"""Compose the report: which tables, figures and sentences, in which order."""

from __future__ import annotations

from importlib.metadata import version

import polars as pl

from remission.definitions import shelf
from remission.report.comparison import Comparison
from remission.report.compose_comparison import comparison_section, comparison_sources
from remission.report.document import Block, Document, Heading, Listing, Paragraph, results_in
from remission.report.evaluation import DERIVED, Evaluation
from remission.report.figures.courses import courses
from remission.report.figures.remission_rates import remission_rates
from remission.report.prose import join, say
from remission.report.provenance import methods_used, provenance
from remission.report.tables.baseline import baseline_table
from remission.report.tables.cells import everyone
from remission.report.tables.comparisons import comparisons_table
from remission.report.tables.course import course_table
from remission.report.tables.patients import patients_table
from remission.report.tables.rates import LINES, rate_in_words, rates_table
from remission.terms.analytes import inside_a_sentence
from remission.terms.sources import bibliography
from remission.terms.windows import HIMEJI_VISITS_READINGS, HIMEJI_VISITS_SOURCE

TOLD = 5
"""Beyond so many findings of one rule the report counts the rest; `remission check` prints all."""


def compose(e: Evaluation, c: Comparison) -> Document:
    """Lay out an evaluation as a document.

    Args:
        e: The evaluation.
        c: The same patients under other definitions of response.

    Returns:
        The summary, Tables 1, 2, 3 and S1, Figures 1 and 2, the key result, the comparison of response definitions, the
        definitions with their readings, what was read and set aside, and the bibliography of exactly what was used.
    """
    keys = sources_used(e, c)
    compared = comparison_section(c, keys)
    tables = (rates_table(e), baseline_table(e), course_table(e), patients_table(e), comparisons_table(e))
    blocks: tuple[Block, ...] = (
        Heading(text="In short", level=1),
        Paragraph(text=_who(e)),
        *_rates(e),
        tables[0],
        remission_rates(e),
        Heading(text="Results", level=1),
        tables[1],
        tables[2],
        courses(e),
        *tables[3:],
        *compared,
        Heading(text="How it was done", level=1),
        *_definitions(keys),
        Heading(text="What was read, and what was set aside", level=1),
        *_data(e),
    )
    subtitle = say("Cohort “{}”, {}", e.chart.name, everyone(e))
    own = [block for block in blocks if block not in compared]
    return Document(
        title="Evaluation of treatment for lupus nephritis",
        subtitle=subtitle,
        notice=e.chart.about,
        blocks=blocks,
        provenance=provenance(e, results_in(own, subtitle)) | provenance(c, results_in(compared)),
        references=bibliography(keys),
        made_by=f"remission {version('remission')}",
    )


def sources_used(e: Evaluation, c: Comparison) -> tuple[str, ...]:
    """List the source keys that the evaluation rests on: definitions, windows, statistical methods, what was compared."""
    keys = [shelf.find(name).source.key for name in DERIVED]
    return tuple(dict.fromkeys([HIMEJI_VISITS_SOURCE.key, *keys, *methods_used(e), *comparison_sources(c)]))


def _who(e: Evaluation) -> str:
    seen = ", ".join(visit.label.lower() for visit in e.visits if visit.name in e.measured_at)
    return say("{} with {}.", everyone(e), f"results at {seen}" if seen else "no result at any visit")


def _rates(e: Evaluation) -> list[Block]:
    """Say the remission rates at the endpoint."""
    if e.endpoint.name == "baseline":
        return []
    told = [(label, rate_in_words(e, name, level, e.endpoint.name)) for name, level, label in LINES]
    said = [say("{} in {}", inside_a_sentence(label), text) for label, text in told if text]
    return [Paragraph(text=say("At {}: {}.", e.endpoint.label.lower(), join("; ", said)))] if said else []


def _definitions(keys: tuple[str, ...]) -> list[Block]:
    blocks: list[Block] = []
    for name in DERIVED:
        d = shelf.find(name)
        mark = "" if d.verified else " [not verified]"
        blocks += [
            Heading(text=f"{d.label}{mark}", level=2),
            Paragraph(text=d.words),
            Listing(items=(*d.readings, f"Source: reference {keys.index(d.source.key) + 1}, {d.source.at}.")),
        ]
    return [*blocks, Heading(text="Visits", level=2), Listing(items=HIMEJI_VISITS_READINGS)]


def _data(e: Evaluation) -> list[Block]:
    chart = e.chart
    rest = f"{len(chart.measured)} results, {len(chart.given)} courses of drugs, {len(chart.happened)} events"
    counts = say("Used: {}, {}.", everyone(e), rest)
    aside = chart.findings.filter(pl.col("aside") > 0)
    kinds = aside.group_by("rule").agg(pl.col("aside").sum()).sort("aside", "rule", descending=[True, False])
    why = "; ".join(f"{rule}: {n}" for rule, n in kinds.iter_rows())
    blocks: list[Block] = [
        Paragraph(text=counts),
        Paragraph(
            text=f"Set aside: {kinds['aside'].sum()} row(s) or cell(s){': ' * bool(why)}{why}. Nothing was corrected or guessed."
        ),
    ]
    told: list[str] = []
    bounds = chart.measured["censored"].count()
    if bounds:
        blocks.append(
            Paragraph(
                text=f"{bounds} result(s) were printed as a bound (such as <0.1). Rules use them only where every value that "
                "they may stand for gives the same answer; means take the bound itself."
            )
        )
    for _, same in chart.findings.sort("severity", maintain_order=True).group_by("rule", maintain_order=True):
        told += [f"{_place(row)}{row['says']}" for row in same.head(TOLD).iter_rows(named=True)]
        if len(same) > TOLD:
            told.append(f"… and {len(same) - TOLD} more of {same['rule'][0]}: `remission check` prints all.")
    if told:
        blocks.append(Listing(items=tuple(told)))
    return blocks


def _place(row: dict[str, object]) -> str:
    where = ", ".join(
        part for part in (f"{row['file'] or ''}", f"row {row['row']}" if row["row"] else "",
                          f"patient {row['patient']}" if row["patient"] else "") if part
    )  # fmt: skip
    return f"[{row['severity']}] {where}: " if where else f"[{row['severity']}] "
