"""Contrast what several definitions say of the same patient-visits, as result rows.

A responder is who reaches the best level of a definition. Agreement rests on the rows that both definitions have judged;
where one of them is unknown, nothing is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import isfinite, isnan, nan

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remission.definitions.judge import Judged, Judgement
from remission.stats.agreement import Agreement, cohen_kappa, fleiss_kappa
from remission.stats.intervals import clopper_pearson
from remission.stats.result import Result
from remission.terms.windows import Visit

EVERY_VISIT = "every_visit"
"""The visit of what is counted over all visits after baseline together."""
ANY = "any"
"""The level of whoever reaches any level at all."""
TOGETHER = "response_definitions"
"""The variable of what is said of all definitions together."""
_EXACT = "exact 95 % interval (Clopper–Pearson)"
_ONE_ANSWER = "one of the two gives only one answer: kappa would be 0 whatever the other says"
_BY_PATIENT = "95 % interval by patient (t distribution)"


def rates(judged: Judged, names: Iterable[str], visits: Sequence[Visit], *, group: str = "") -> list[Result]:
    """Count the responders of each definition at each visit, with exact Clopper–Pearson intervals.

    Returns:
        Results of level `ANY` too where a definition has more than one level. `n` counts who could be judged, `missing`
        the others.
    """
    made: list[Result] = []
    for visit in visits:
        there = _at(judged, [visit])
        for name in names:
            judgement = judged.judgements[name]
            made += _share(name, judgement.level, judgement.reached.filter(there), visit.name, group)
            if len(judgement.definition.conditions) > 1:
                made += _share(name, ANY, judgement.responded.filter(there), visit.name, group)
    return made


def wants(judged: Judged, names: Iterable[str], visit: Visit, *, group: str = "") -> list[Result]:
    """Count what would have to be known where a definition cannot judge, the most frequent first."""
    there, made = _at(judged, [visit]), []
    for name in names:
        judgement = judged.judgements[name]
        unknown = judgement.reached.filter(there).null_count()
        counts = Counter({what: int(judgement.wanted[what].filter(there).sum()) for what in judgement.wanted.columns})
        made += [
            Result(variable=name, group=group, visit=visit.name, statistic=f"unknown_{at}", text=what, value=count,
                   n=unknown, definition=name)
            for at, (what, count) in enumerate(counts.most_common(), 1)
            if count
        ]  # fmt: skip
    return made


def agreements(
    judged: Judged, pairs: Iterable[tuple[str, str]], visits: Sequence[Visit], endpoint: Visit, *, group: str = ""
) -> list[Result]:
    """Measure the agreement of pairs of definitions on who responds: raw, and beyond chance by Cohen's kappa.

    Args:
        judged: The judgements.
        pairs: Pairs of keys; results carry the second as variable and the first as level.
        visits: The visits after baseline, which `EVERY_VISIT` takes together.
        endpoint: The visit that is looked at by itself.
        group: What stood in, if anything did.
    """
    pairs, made = list(pairs), []
    for key, among in ((EVERY_VISIT, visits), (endpoint.name, [endpoint])):
        there = _at(judged, among)
        patients = judged.rows["patient"].to_physical().filter(there).to_numpy().astype(np.int64)
        known = {name: _numbers(judged, name, there) for pair in pairs for name in pair}
        for first, second in pairs:
            found = cohen_kappa(known[first], known[second], patients)
            made += _told(found, second, first, key, group, kappa="kappa", exact=key != EVERY_VISIT)
    return made


def common_agreement(
    judged: Judged, names: Sequence[str], visits: Sequence[Visit], endpoint: Visit, *, group: str = ""
) -> list[Result]:
    """Measure the agreement of all definitions together by Fleiss' kappa."""
    made: list[Result] = []
    for key, among in ((EVERY_VISIT, visits), (endpoint.name, [endpoint])):
        there = _at(judged, among)
        patients = judged.rows["patient"].to_physical().filter(there).to_numpy().astype(np.int64)
        table = np.stack([_numbers(judged, name, there) for name in names], axis=1)
        made += _told(fleiss_kappa(table, patients), TOGETHER, "", key, group, kappa="fleiss_kappa", exact=False)
    return made


def disagreements(
    judged: Judged, pairs: Iterable[tuple[str, str]], endpoint: Visit, *, group: str = ""
) -> list[Result]:
    """Count whom the first of two definitions calls a responder and the second denies it, by the condition that decides.

    Returns:
        For each pair the count ("denied", of the patients whom both judge), and for each condition of the second
        definition how many it decides ("denied_1", the most frequent first; `n` is all who are denied).
    """
    there, made = _at(judged, [endpoint]), []
    for first, second in pairs:
        yes, other = judged.judgements[first].reached.filter(there), judged.judgements[second]
        denied = (yes & ~other.reached.filter(there)).fill_null(value=False)
        both = int((yes.is_not_null() & other.reached.filter(there).is_not_null()).sum())
        result = Result(variable=second, level=first, group=group, visit=endpoint.name, statistic="denied",
                        value=int(denied.sum()), n=both, missing=len(yes) - both, definition=second)  # fmt: skip
        counts = _counted(other, other.why.filter(there).filter(denied))
        made += [result] + [
            replace(result, statistic=f"denied_{at}", text=words, value=count, n=int(denied.sum()),
                    note="decides alone" if alone else "several conditions together")
            for at, ((words, alone), count) in enumerate(counts, 1)
        ]  # fmt: skip
    return made


def deciding(judged: Judged, names: Iterable[str], endpoint: Visit, *, group: str = "") -> list[Result]:
    """List, for each patient whom a definition denies a response, the values that its deciding condition saw."""
    there, made = _at(judged, [endpoint]), []
    patients = judged.rows["patient"].cast(pl.String).filter(there)
    for name in names:
        judgement = judged.judgements[name]
        why, seen = judgement.why.filter(there), judged.seen(name).filter(there)
        made += [
            Result(variable=name, level=patient, group=group, visit=endpoint.name, statistic="deciding", text=value,
                   note=judgement.reasons[reason].words, n=1, definition=name)
            for patient, reason, value in zip(patients, why, seen, strict=True)
            if reason is not None
        ]  # fmt: skip
    return made


def _at(judged: Judged, visits: Iterable[Visit]) -> pl.Series:
    return judged.rows["visit"].cast(pl.String).is_in([visit.name for visit in visits])


def _numbers(judged: Judged, name: str, there: pl.Series) -> NDArray[np.float64]:
    return judged.judgements[name].reached.filter(there).cast(pl.Float64).to_numpy()


def _counted(judgement: Judgement, why: pl.Series) -> list[tuple[tuple[str, bool], int]]:
    counts: Counter[tuple[str, bool]] = Counter()
    for reason, count in why.drop_nulls().value_counts(sort=True).iter_rows():
        counts[judgement.reasons[reason].words, judgement.reasons[reason].alone] += count
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _share(name: str, level: str, reached: pl.Series, visit: str, group: str) -> list[Result]:
    known = reached.drop_nulls()
    count, n = int(known.sum()), len(known)
    low, high = clopper_pearson(count, n)
    values = {
        "count": count,
        "percent": 100 * count / n if n else None,
        "percent_low": 100 * low,
        "percent_high": 100 * high,
    }
    return [
        Result(variable=name, level=level, group=group, visit=visit, statistic=statistic, value=value, n=n,
               missing=len(reached) - n, unit="" if statistic == "count" else "%", definition=name,
               note=_EXACT if statistic in ("percent_low", "percent_high") else "")
        for statistic, value in values.items()
    ]  # fmt: skip


def _told(
    found: Agreement, variable: str, level: str, visit: str, group: str, *, kappa: str, exact: bool
) -> list[Result]:
    """Put a coefficient into rows; the raw agreement gets an exact interval where the rows are independent patients."""
    if not found.n:
        return []
    if found.kappa == 0 and isnan(found.low):
        found = replace(found, kappa=nan, note=_ONE_ANSWER)
    values = {
        "agreement": 100 * found.observed,
        kappa: found.kappa,
        f"{kappa}_low": found.low,
        f"{kappa}_high": found.high,
    }
    if exact:
        low, high = clopper_pearson(round(found.observed * found.n), found.n)
        values |= {"agreement_low": 100 * low, "agreement_high": 100 * high}
    return [
        Result(variable=variable, level=level, group=group, visit=visit, statistic=statistic,
               value=value if isfinite(value) else None, n=found.n, missing=found.missing,
               unit="%" if statistic.startswith("agreement") else "", definition="" if variable == TOGETHER else variable,
               note=_interval_note(statistic, found))
        for statistic, value in values.items()
    ]  # fmt: skip


def _interval_note(statistic: str, found: Agreement) -> str:
    if statistic.startswith("agreement"):
        return "" if statistic == "agreement" else _EXACT
    return found.note or (_BY_PATIENT if statistic.endswith(("low", "high")) else "")
