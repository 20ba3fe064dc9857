"""The key result of a comparison: how many respond under each definition, and how far each agrees with the first."""

from __future__ import annotations

from remission.report.comparison import Comparison
from remission.report.document import Cell, Row, Table
from remission.report.in_words import footnotes, is_same
from remission.report.tables.cells import ids
from remission.stats.contrasts import ANY, EVERY_VISIT, TOGETHER
from remission.terms.rounding import MISSING, half_up

RATE = ("count", "percent", "percent_low", "percent_high")


def definition_rates_table(c: Comparison, number: str) -> Table:
    """Lay out the definitions: responders, who cannot be judged, any response, and agreement with the reference."""
    when, reference = c.endpoint.label, c.short(c.reference)
    heads = ("Definition", f"Responders at {when.lower()}", "Cannot be judged", "Any level of response",
             f"Agrees with {reference} at {when.lower()}", f"Kappa with {reference}, all visits after baseline")  # fmt: skip
    body = [row for d in c.definitions for row in _rows(c, d.name)]
    together = c.get(TOGETHER, c.group, EVERY_VISIT, "fleiss_kappa")
    if together:
        blank = tuple(Cell(text="", kind="number") for _ in range(4))
        body.append(
            Row(
                cells=(Cell(text="All together (Fleiss)", kind="stub"), *blank, _kappa(c, TOGETHER, "", "fleiss_kappa"))
            )
        )
    return Table(
        key=number.lower().replace(" ", "-"),
        number=number,
        title="The same patients under other definitions",
        head=(Row(cells=tuple(Cell(text=head, kind="head") for head in heads)),),
        body=tuple(body),
        notes=tuple(_notes(c)),
    )


def _rows(c: Comparison, name: str) -> list[Row]:
    mark = "" if c.judged.judgements[name].definition.verified else " [not verified]"
    level = "" if c.level(name) == "complete" else f", {c.level(name).replace('_', ' ')}"
    stub = Cell(text=f"{c.short(name)}{level}{mark}", kind="stub")
    agreement = [_agreement(c, name), _kappa(c, name, c.reference, "kappa")]
    if name not in c.moved or is_same(c, name):
        return [Row(cells=(stub, *_rates(c, name, c.final(name)), *agreement))]
    blank = [Cell(text="", kind="number")] * 2
    allowed = Cell(text="with the stand-in", kind="stub", indent=1)
    return [
        Row(cells=(stub, *_rates(c, name, ""), *blank)),
        Row(cells=(allowed, *_rates(c, name, c.group), *agreement)),
    ]


def _rates(c: Comparison, name: str, group: str) -> list[Cell]:
    level = c.level(name)
    count = c.get(name, level, group, c.endpoint.name, "count")
    if count is None or count.value is None:
        return [Cell(text=MISSING, kind="number")] * 3
    unknown = str(count.missing)
    if count.missing and count.n:
        unknown += (
            f"\n[{half_up(count.value, 0)}–{half_up(count.value + count.missing, 0)} of {count.n + count.missing}]"
        )
    return [
        _share(c, name, level, group),
        Cell(text=unknown, kind="number", results=ids(count)),
        _share(c, name, ANY, group),
    ]


def _share(c: Comparison, name: str, level: str, group: str) -> Cell:
    found = [c.get(name, level, group, c.endpoint.name, statistic) for statistic in RATE]
    count, percent, low, high = found
    if count is None or percent is None or low is None or high is None or not count.n:
        return Cell(text=MISSING if count else "", kind="number", results=ids(*found))
    text = f"{half_up(count.value, 0)}/{count.n}: {half_up(percent.value, 1)} %"
    return Cell(text=f"{text}\n({half_up(low.value, 1)}–{half_up(high.value, 1)})", kind="number", results=ids(*found))


def _agreement(c: Comparison, name: str) -> Cell:
    if name == c.reference:
        return Cell(text="", kind="number")
    statistics = ("agreement", "agreement_low", "agreement_high")
    found = [c.get(name, c.reference, c.group, c.endpoint.name, statistic) for statistic in statistics]
    share, low, high = found
    if share is None or low is None or high is None or share.value is None:
        return Cell(text=MISSING, kind="number")
    same = half_up(share.value * share.n / 100, 0)
    text = f"{same}/{share.n}: {half_up(share.value, 1)} %\n({half_up(low.value, 1)}–{half_up(high.value, 1)})"
    return Cell(text=text, kind="number", results=ids(*found))


def _kappa(c: Comparison, name: str, level: str, statistic: str) -> Cell:
    if name == c.reference:
        return Cell(text="", kind="number")
    found = [c.get(name, level, c.group, EVERY_VISIT, statistic + end) for end in ("", "_low", "_high")]
    kappa, low, high = found
    if kappa is None or low is None or high is None:
        return Cell(text=MISSING, kind="number")
    bounds = f"({half_up(low.value, 2)}–{half_up(high.value, 2)}); " if low.value is not None else ""
    return Cell(text=f"{half_up(kappa.value, 2)}\n{bounds}n = {kappa.n}", kind="number", results=ids(*found))


def _notes(c: Comparison) -> list[str]:
    return [
        "Responders reach the best level of a definition, which is a complete response where no other level is named. "
        "Number/number judged: percentage, with the exact 95 % interval (Clopper–Pearson). In square brackets: how many "
        "responders there may be, if those who cannot be judged are counted as none or as all. A rule that lacks an input can "
        "often still say no and seldom yes, so the share of those judged may mislead.",
        "Cohen's kappa rests on the patient-visits that both definitions judge (complete pairs; n), Fleiss' kappa on every "
        "pair of definitions that both judge a patient-visit. The 95 % intervals count the visits of a patient as one "
        "(t distribution, approximate in small cohorts); none is given where all patients agree alike. A dash: one of the "
        "two gives only one answer where both judge, and kappa means nothing.",
        *footnotes(c),
    ]
