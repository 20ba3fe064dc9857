"""Compose what a comparison of definitions prints: a section of the report, and a document of its own."""

from __future__ import annotations

from importlib.metadata import version

from remission.definitions.definition import Definition
from remission.report.comparison import Comparison
from remission.report.document import Block, Document, Heading, Listing, Paragraph, results_in
from remission.report.figures.agreement_matrix import agreement_matrix
from remission.report.figures.responder_sets import responder_sets
from remission.report.figures.responses import responses
from remission.report.in_words import headline, helpful, sentences, standing_in
from remission.report.prose import say
from remission.report.provenance import methods_used, provenance
from remission.report.tables.cells import everyone
from remission.report.tables.deciding_conditions import deciding_conditions_table
from remission.report.tables.definition_rates import definition_rates_table
from remission.terms.sources import bibliography
from remission.terms.stand_ins import find_stand_in

TITLE = "The same patients under other definitions"
SETS = "lex_2014"
"""Who devised the plot of sets."""


def comparison_section(c: Comparison, references: tuple[str, ...]) -> tuple[Block, ...]:
    """Lay a comparison out as a section of the report: rates, the answers as a grid, what decides, the rules in words.

    Args:
        c: The comparison.
        references: The keys of the report's bibliography, in order.
    """
    opening = (Heading(text=TITLE, level=1), Paragraph(text=headline(c)))
    if not c.seen:
        return opening
    return (
        *opening,
        *_allowed(c),
        definition_rates_table(c, "Table S2"),
        responses(c, "Figure S1"),
        deciding_conditions_table(c, "Table S3"),
        Heading(text="The definitions that are compared", level=2),
        Listing(items=tuple(_in_words(d, c, references) for d in c.definitions)),
        *_left_out(c),
    )


def compose_comparison(c: Comparison) -> Document:
    """Lay a comparison out as a document of its own, with a sentence for each definition, agreement and sets."""
    keys, own = document_sources(c), _own(c)
    blocks: list[Block] = [Heading(text="In short", level=1), Paragraph(text=headline(c)), *_allowed(c)]
    if c.seen:
        blocks += [
            Listing(items=sentences(c)),
            definition_rates_table(c, "Table 1"),
            responses(c, "Figure 1"),
            Heading(text="What decides", level=1),
            deciding_conditions_table(c, "Table 2"),
            Heading(text="Agreement", level=1),
            agreement_matrix(c, "Figure 2"),
            responder_sets(c, "Figure 3"),
        ]
    blocks += [Heading(text="The definitions", level=1), *_definitions(c, [*keys, *own])]
    subtitle = say("Cohort “{}”, {}", c.chart.name, everyone(c))
    return Document(
        title=TITLE,
        subtitle=subtitle,
        notice=c.chart.about,
        blocks=tuple(blocks),
        provenance=provenance(c, results_in(blocks, subtitle), named(c)),
        references=(*bibliography(keys), *own.values()),
        made_by=f"remission {version('remission')}",
    )


def comparison_sources(c: Comparison) -> tuple[str, ...]:
    """List the source keys that a comparison rests on: definitions, stand-ins, statistical methods."""
    definitions = [d.source.key for d in c.definitions if not d.source.reference]
    return tuple(dict.fromkeys([*definitions, *(find_stand_in(s).source.key for s in c.allowed), *methods_used(c)]))


def named(c: Comparison) -> dict[str, Definition]:
    """Give the definitions by their names; some may lie on no shelf."""
    return {d.name: d for d in c.definitions}


def document_sources(c: Comparison) -> tuple[str, ...]:
    """List the source keys of a document of its own, which draws sets too."""
    return (*comparison_sources(c), *((SETS,) if c.seen else ()))


def _own(c: Comparison) -> dict[str, str]:
    """Give the references that definitions outside the package bring themselves."""
    return {d.source.key: d.source.reference for d in c.definitions if d.source.reference}


def _allowed(c: Comparison) -> list[Block]:
    if not c.allowed:
        return []
    return [Paragraph(text=f"Allowed by the caller, and marked where it was used: {standing_in(c)}.")]


def _in_words(d: Definition, c: Comparison, references: tuple[str, ...]) -> str:
    mark = "" if d.verified else " [not verified]"
    return f"{c.short(d.name)}{mark}: {d.words} (Reference {references.index(d.source.key) + 1}, {d.source.at}.)"


def _left_out(c: Comparison) -> list[Block]:
    """Name the definitions that cannot judge most patients, by what they want."""
    if not c.left_out:
        return []
    told = [f"{what}: {', '.join(map(c.short, names))}" for what, names in c.left_out.items()]
    many = sum(map(len, c.left_out.values()))
    opening = (
        f"{many} more definition{'s' * (many > 1)} of response cannot judge most of these patients, because of what is not "
        "known; `remission compare-definitions` shows them all. Missing most often:"
    )
    return [Paragraph(text=opening), Listing(items=tuple(told)), *(Paragraph(text=note) for note in helpful(c))]


def _definitions(c: Comparison, keys: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for d in c.definitions:
        mark = "" if d.verified else " [not verified]"
        source = f"Source: reference {keys.index(d.source.key) + 1}, {d.source.at}."
        blocks += [
            Heading(text=f"{c.short(d.name)}: {d.label}{mark}", level=2),
            Paragraph(text=d.words),
            Listing(items=(*d.readings, source)),
        ]
    return blocks
