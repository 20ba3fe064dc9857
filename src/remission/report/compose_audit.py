"""Compose the document of an audit: in short, doses, samples, what was done otherwise, the pictures, the protocol."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

import polars as pl

from remission.protocols.agenda import citations
from remission.report.document import Block, Document, Figure, Heading, Listing, Paragraph, Provenance, results_in
from remission.report.figures.levels_before_changes import levels_before_changes
from remission.report.figures.timeline import timeline
from remission.report.prose import say, traced
from remission.report.review import DOSES, SHARE, Review
from remission.report.tables.adherence import attendance_table, doses_table
from remission.report.tables.cells import people
from remission.report.tables.deviations import deviations_table
from remission.stats.result import Result
from remission.terms.analytes import ANALYTES, inside_a_sentence
from remission.terms.drugs import DRUGS
from remission.terms.rounding import half_up
from remission.terms.sources import bibliography, cite

TITLE = "What was done, against the protocol"
MEANT = {
    "days_kept": "Days on which the dose given was the dose of the protocol, or within what it permits, of the days that could "
    "be judged.",
    "mg_due": "mg that the protocol says, added up over the judged days.",
    "mg_given": "mg that were given, added up over the judged days.",
    "dose_intensity": "mg given over mg due on the judged days.",
    "done": "Samples or visits on record in their days, of those that were due and could be judged.",
}
KINDS = {
    "change_without_a_rule": "changed without a rule that asks for it",
    "rule_not_followed": "went on where a rule asks for another dose",
    "against_a_stop": "given although a rule stops it",
    "against_a_hold": "given although a rule withholds it",
    "past_the_end": "given after the end of the course",
    "early": "given before the course begins",
    "omitted": "not given although due",
    "other_days": "given on another number of days a week",
    "slip": "another dose than was due",
    "not_in_the_protocol": "given, and no part of the protocol",
    "missed": "not on record",
    "late": "late",
    "time_missing": "without the time since the dose",
    "time_wrong": "drawn at another time after the dose",
}


def compose_audit(review: Review) -> Document:
    """Lay an audit out as a document."""
    keys = sources_of(review)
    blocks: list[Block] = [
        Heading(text="In short", level=1),
        Paragraph(text=in_short(review)),
        Listing(items=tuple(_counted(review)) or ("Nothing of what could be judged was done otherwise.",)),
        doses_table(review, "Table 1"),
        attendance_table(review, "Table 2"),
        Heading(text="Doses over time", level=1),
        *_figures(review),
        Heading(text="What was done otherwise", level=1),
        deviations_table(review, "Table 3", keys),
        Heading(text="How the protocol was read", level=1),
        *_readings(review),
    ]
    p = review.protocol
    subtitle = say("{}. Cohort “{}”, {}", p.label, review.chart.name,
                   people(len(review.chart.who), review.get("patients", "enrolled")))  # fmt: skip
    own = [text for (key, _), text in citations(p).items() if key not in keys]
    return Document(
        title=TITLE,
        subtitle=subtitle,
        notice=review.chart.about,
        blocks=tuple(blocks),
        provenance=_behind(review, results_in(blocks, subtitle)),
        references=(*bibliography(keys), *dict.fromkeys(own)),
        made_by=f"remission {version('remission')}",
    )


def sources_of(review: Review) -> tuple[str, ...]:
    """List the source keys that an audit rests on; what a protocol of one's own brings itself is not among them."""
    p = review.protocol
    parts = [p.source, *(part.source for part in p.parts)]
    return tuple(dict.fromkeys(source.key for source in parts if not source.reference))


def in_short(review: Review) -> str:
    """Say how many days could be judged, and how many of them were as the protocol says."""
    told = [r for drug in review.protocol.drugs if (r := review.get(drug, "days_kept", SHARE)) is not None]
    judged, missing = sum(r.n for r in told), sum(r.missing for r in told)
    kept = sum((r.value or 0) * r.n / 100 for r in told)
    if not judged:
        return say("None of {} days of drugs could be judged: their doses are not on record, or the protocol asks a clinician.",
                   traced(f"{missing:,}", *told))  # fmt: skip
    return say(
        "Of {} days of drugs, {} could be judged; on {} of them ({}) the dose was that of the protocol.",
        traced(f"{judged + missing:,}", *told), traced(f"{judged:,}", *told), traced(half_up(kept, 0), *told),
        traced(f"{half_up(100 * kept / judged, 1)} %", *told),
    )  # fmt: skip


def _counted(review: Review) -> Iterable[str]:
    """Say how often, and in how many patients, each thing was done otherwise; doses first."""
    found = review.results.filter(pl.col("statistic") == "times", pl.col("level").is_in([*KINDS]))
    rows = sorted(found.iter_rows(named=True), key=lambda row: (row["level"] not in DOSES, -row["value"]))
    for row in rows:
        about, kind = row["variable"], row["level"]
        times, count = review.get(about, kind, "times"), review.get(about, kind, "count")
        who = people(int(count.value or 0) if count else 0, count)
        yield say(
            "{} {}: {}, in {}", _label(review, about), KINDS[kind], traced(f"{row['value']:,.0f} times", times), who
        )


def _label(review: Review, about: str) -> str:
    visits = {v.name: f"Visit {inside_a_sentence(v.label)}" for v in review.protocol.visits}
    known = DRUGS.get(about) or ANALYTES.get(about)
    return known.label if known else visits.get(about, about.capitalize())


def _figures(review: Review) -> Iterable[Figure]:
    """Draw every drug of which any dose is on record: those with a target first."""
    there = set(review.chart.given["drug"].cast(pl.String))
    courses = {
        course.drug: course for course in review.protocol.in_use(review.protocol.courses) if course.drug in there
    }
    drugs = sorted(courses, key=lambda drug: courses[drug].target is None)
    number = 0
    for drug in drugs:
        levels = levels_before_changes(review, drug, f"Figure {number + 1}")
        if levels:
            number += 1
            yield levels
        number += 1
        yield timeline(review, drug, f"Figure {number}")


def _readings(review: Review) -> list[Block]:
    p = review.protocol
    chosen = [f"{s.name}: {p.choice(s.name)}. {s.reading}" for s in p.switches]
    opening = "What the source leaves open, what was chosen, and how open words were understood:"
    mark = (
        []
        if p.verified
        else [Paragraph(text="Not verified: some numbers of this protocol were not compared with its source.")]
    )
    return [*mark, Paragraph(text=opening), Listing(items=(*chosen, *p.readings))]


def _behind(review: Review, ids: set[str]) -> dict[str, Provenance]:
    p = review.protocol
    rows = review.results.filter(pl.col("id").is_in(ids))
    found: dict[str, Provenance] = {}
    for row in rows.iter_rows(named=True):
        result = Result(**{k: v for k, v in row.items() if k != "id"})
        counted = KINDS.get(result.level, result.level.replace("_", " "))
        value = "–" if result.value is None else f"{half_up(result.value, 2)} {result.unit}".strip()
        about = "Patients" if result.variable == "patients" else _label(review, result.variable)
        found[result.id] = Provenance(
            label=", ".join(part for part in (about, counted) if part),
            value_text=value,
            n=result.n or None,
            missing=result.missing,
            test=result.note,
            definition=MEANT.get(result.level, f"Held against {p.label}, day by day."),
            says=p.source.says,
            source=cite(p.source),
            readings=p.readings,
            verified=p.verified,
        )
    return found
