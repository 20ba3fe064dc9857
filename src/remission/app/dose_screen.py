"""Read one patient for `remission dose`, and print and draw the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import polars as pl

from remission.app.options import chart_of, number, numbers, pairs
from remission.app.pk_screen import axis_of, notes, save
from remission.app.screen import print_json, print_table
from remission.chart.chart import Chart
from remission.errors import SchemaError
from remission.pk.bands import Band
from remission.pk.believable import stated
from remission.pk.dose import Advice, Option
from remission.pk.model import Model
from remission.pk.plausible import Seen
from remission.pk.posterior import Posterior
from remission.pk.records import Record
from remission.pk.settling import changed, in_days
from remission.pk.targets import area_unit
from remission.pk.timeline import DAY
from remission.pk.weighted import Weighted
from remission.terms.tablets import said

DECIDES = "A proposal from a population model: a clinician decides."
AROUND = 5
"""Doses that are printed to either side of those that matter; --json gives all."""
DRAWN = 2048
"""Points of a posterior that are drawn, at most."""
POINTS = 24
"""Points a day of a drawn course."""
MIXING = 2.0
"""Hours after the begin of an occasion that are not drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Hold what was read of one patient, and the chart, where it came from one."""

    record: Record
    chart: Chart | None


def patient_of(model: Model, source: str, mapping: Path | None, asked: Mapping[str, Any]) -> Read:
    """Read one patient's doses, levels and covariates, by the options that the commands share.

    Raises:
        SchemaError: There are several patients and none is named; or a chart does not tell hours, and no option does.
        UnknownName: Nobody is called so, or the model has no such covariate.
    """
    found, chart = patients_of(model, source, mapping, asked)
    return Read(record=_one(found, asked["patient"]), chart=chart)


def patients_of(
    model: Model, source: str, mapping: Path | None, asked: Mapping[str, Any]
) -> tuple[tuple[Record, ...], Chart | None]:
    """Read the doses, levels and covariates of all patients, or of the one that is named; and the chart, where it is one.

    Raises:
        SchemaError: A chart does not tell hours, and no option does.
        UnknownName: Nobody is called so, or the model has no such covariate.
    """
    chart = None if asked["events"] else chart_of(source, mapping)
    if chart is None:
        from remission.app.event_file import read_table
        from remission.pk.events import read_events
        from remission.pk.until import until

        found = read_events(model, read_table(source))
        if asked.get("day") is not None:
            found = tuple(until(record, asked["day"] * DAY) for record in found)
    else:
        from remission.pk.from_chart import Habit, records
        from remission.protocols.known import known_by

        taken = numbers(asked["taken"], "--taken")
        if not taken or asked["drawn_after"] is None:
            raise SchemaError(
                "A chart knows days, and a level needs hours. Found no clock hour of intake, or no hours from the dose to the "
                "sample. Give both, such as --taken 19 --drawn-after 12."
            )
        known = chart.only([asked["patient"]]) if asked.get("patient") else chart
        known = known if asked.get("day") is None else known_by(known, asked["day"])
        found = records(model, known, habit=Habit(hours=tuple(sorted(taken)), sampled=asked["drawn_after"]))
    told = {name: number(text, "--set") for name, text in pairs(asked["known"], "--set", "hematocrit=33").items()}
    stated(model, told)
    held = _held(told)
    return tuple(replace(record, covariates={**record.covariates, **held}) for record in found), chart


def _held(stated: Mapping[str, float]) -> dict[str, tuple[float, ...]]:
    return {name: (value,) for name, value in stated.items()}


def _one(found: tuple[Record, ...], patient: str | None) -> Record:
    if patient:
        from remission.pk.events import by_name

        return by_name(found, patient)
    if len(found) != 1:
        raise SchemaError(f"A dose is for one patient. Found {len(found)}. Name one: --patient.")
    return found[0]


def rule_of(protocol: str | None, read: Read, drug: str, day: int | None) -> dict[str, Any] | None:
    """Ask a protocol's own rule for the drug's dose on a day, or on the day of the last level.

    Raises:
        SchemaError: There is no chart to ask about.
    """
    if not protocol:
        return None
    if read.chart is None:
        raise SchemaError(
            "A protocol's rule reads a chart. Found a table of events. Leave --protocol out, or give a chart."
        )
    from remission.protocols.decide import decide
    from remission.protocols.find import find

    days = [level.day for level in read.record.levels if level.day is not None]
    on = max(days, default=0) if day is None else day
    rows = decide(find(protocol), read.chart.only([read.record.patient]), on).doses.filter(pl.col("drug") == drug)
    told = rows.select("act", "dose", "because", "source", "at").to_dicts()
    return {"protocol": protocol, "day": on, "doses": told}


def print_advice(advice: Advice, rule: dict[str, Any] | None) -> None:
    """Print the answer first, then why, then every regimen near it, then the levels beside what was to be expected."""
    click.echo(f"Patient {advice.patient}: {advice.because}")
    if advice.settled:
        half, most = advice.settled
        told = in_days(most) if np.isfinite(most) else "more than 60 doses"
        click.echo(f"Settled after {in_days(half)} in half of what is possible, after {told} in 95 %.")
    if rule:
        click.echo(_rule_in_words(rule))
    if advice.options:
        lines = pl.DataFrame([_line(option, advice) for option in _near(advice)])
        print_table(lines, title=f"At steady state: the {advice.target.words(advice.unit)}")
    if advice.seen:
        lines = pl.DataFrame([_seen(one, advice.unit) for one in advice.seen])
        print_table(lines, title="Levels, each beside what the others, the doses and the model let one expect")
    told = [*advice.says, *(text for part in advice.learned.parts for text in notes(part.model))]
    click.echo("\n".join(f"- {text}" for text in dict.fromkeys(told)))
    click.echo(DECIDES)


def tell_advice_as_json(advice: Advice, rule: dict[str, Any] | None) -> None:
    """Print the answer for programs: every regimen, every level."""
    from dataclasses import asdict

    aim = asdict(advice.target)
    aim["high"] = aim["high"] if np.isfinite(aim["high"]) else None
    print_json(
        {
            "patient": advice.patient,
            "models": [
                {
                    "model": part.model.name,
                    "weight": share,
                    "points": part.points,
                    "effective": round(part.effective, 1),
                }
                for part, share in zip(advice.learned.parts, advice.learned.shares, strict=True)
            ],
            "target": aim | {"words": advice.target.words(advice.unit)},
            "unit": advice.unit,
            "auc_unit": area_unit(advice.unit),
            "suggestion": advice.suggestion and asdict(advice.suggestion),
            "because": advice.because,
            "set_aside": list(advice.learned.parts[0].record.aside) if advice.learned.parts else [],
            "settled_hours": advice.settled and [hours if np.isfinite(hours) else None for hours in advice.settled],
            "options": [asdict(option) for option in advice.options],
            "levels": [asdict(one) for one in advice.seen],
            "rule": rule,
            "says": list(advice.says),
        }
    )


def draw_advice(advice: Advice, out: Path) -> None:
    """Draw the course of the last days and of the days to come, with what is given and what is suggested.

    Raises:
        SchemaError: There is nothing to draw.
    """
    from remission.report.figures.drug_levels import Part, Zone, drug_levels

    if not advice.learned.parts:
        raise SchemaError(f"There is nothing to draw. {advice.because} Leave --figure out, or mend that.")
    model = advice.learned.parts[0].model
    parts = [Part(label=label, band=band) for label, band in _courses(advice)]
    aim = advice.target
    zone = None if aim.of == "auc" else Zone(label="target", low=aim.low, high=aim.high)
    begin = parts[0].band.hours[0]
    figure = drug_levels(
        f"{advice.patient}: {model.label}" if len(advice.learned.parts) == 1 else f"{advice.patient}: models averaged",
        axis_of(model),
        model.unit,
        parts,
        levels=[one.level for one in advice.seen if one.level.time >= begin],
        zone=zone,
        limit=None if aim.of == "auc" else aim.toxic,
    )
    save(figure.svg, figure.png, out)


def _courses(advice: Advice) -> list[tuple[str, Band]]:
    record = advice.learned.parts[0].record
    regimens = [option for option in (advice.now, advice.suggestion) if option]
    if advice.now and advice.suggestion and advice.suggestion.now:
        regimens = [advice.now]
    found: list[tuple[str, Band]] = []
    for option in regimens:
        doses, begin = changed(record, option.amount, option.every)
        back = min((level.time for level in record.levels), default=begin) - DAY
        start = max(back, begin - 10 * DAY) if not found or option.now else begin
        hours = np.arange(max(start, 0.0), begin + 7 * DAY, DAY / POINTS)
        # An occasion to come begins with a volume of its own: for a moment levels jump, as in no patient.
        hours = hours[(hours < begin) | (hours >= begin + MIXING)]
        named = f"{option.amount:g} mg every {option.every:g} h"
        found.append((named if not option.now else f"{named} (now)", _band(advice, hours, doses)))
    if not found:
        last = max((level.time for level in record.levels), default=DAY)
        hours = np.arange(max(0.0, last - 10 * DAY), last + DAY, DAY / POINTS)
        found.append(("as recorded", _band(advice, hours, None)))
    return found


def _band(advice: Advice, hours: np.ndarray, doses: Any) -> Band:
    from remission.pk.forecast import forecast

    parts = [_fewer(part) for part in advice.learned.parts]
    weights = np.concatenate([
        share * part.weights for share, part in zip(advice.learned.shares, parts, strict=True)
    ])  # fmt: skip
    values = np.concatenate([forecast(part, hours, doses=doses) for part in parts], axis=-1)
    edges = np.array([[Weighted(row, weights).quantile(p) for p in (0.05, 0.5, 0.95)] for row in values])
    return Band(hours=hours, low=edges[:, 0], middle=edges[:, 1], high=edges[:, 2])


def _fewer(part: Posterior) -> Posterior:
    """Take as many points as a drawing needs, by their weight: where a level is odd there are ten times more."""
    if part.points <= DRAWN:
        return part
    held = np.cumsum(part.weights)
    places = np.searchsorted(held, (np.arange(DRAWN) + 0.5) / DRAWN * held[-1])
    mixed = {name: values[places] for name, values in part.mixed.items()}
    return replace(part, z=part.z[..., places], weights=np.full(DRAWN, 1 / DRAWN), mixed=mixed)


def _near(advice: Advice) -> list[Option]:
    """Take the regimens around those that matter."""
    best = max(advice.options, key=lambda option: option.inside)
    marked = [option for option in (advice.suggestion, advice.now, best) if option]
    kept: list[Option] = []
    for every in dict.fromkeys(option.every for option in advice.options):
        some = [option for option in advice.options if option.every == every]
        places = [some.index(option) for option in marked if option in some] or [0]
        kept += some[max(0, min(places) - AROUND) : max(places) + AROUND + 1]
    return kept


def _line(option: Option, advice: Advice) -> dict[str, Any]:
    mark = "suggested" if option == advice.suggestion else ""
    mark = f"{mark}, now".strip(", ") if option.now else mark
    aim = advice.target
    below = {"below %": _percent(option.below), "above %": _percent(option.above)}
    missed = {"too little time %": _percent(option.below)} if aim.of == "time" else below
    peak = {f"peak, {advice.unit} (5–95 %)": _range(option.peak)} if aim.of == "peak" else {}
    level = "trough" if aim.at is None else f"level at {aim.at:g} h"
    toxic = {} if option.toxic is None else {"toxic %": _percent(option.toxic)}
    return {
        "mg": f"{option.amount:g}",
        "every h": f"{option.every:g}",
        "tablets": said(option.tablets) or "–",
        "in target %": _percent(option.inside),
        **missed,
        **toxic,
        **peak,
        f"{level}, {advice.unit} (5–95 %)": _range(option.level),
        f"AUC0-24, {area_unit(advice.unit)} (5–95 %)": _range(option.auc),
        "": mark,
    }


def _seen(one: Seen, unit: str) -> dict[str, Any]:
    low, middle, high = one.expected
    return {
        "day": "–" if one.level.day is None else str(one.level.day),
        "hour": f"{one.level.time % DAY:g}" if one.level.day is not None else f"{one.level.time:g}",
        f"measured, {unit}": f"{one.level.censored}{one.level.value:g}",
        "expected (5–95 %)": f"{_short(middle)} ({_short(low)}–{_short(high)})",
        "percentile": _percent(one.percentile),
        "": "plausible" if one.plausible else "NOT PLAUSIBLE",
    }


def _rule_in_words(rule: dict[str, Any]) -> str:
    if not rule["doses"]:
        return f"The protocol {rule['protocol']} says nothing of this drug on day {rule['day']}."
    told: list[str] = []
    for row in rule["doses"]:
        mg = "" if row["dose"] is None else f" {row['dose']:g} mg a day"
        told.append(f"{row['act']}{mg}: {row['because']} [{row['source']}]")
    return f"The protocol {rule['protocol']}, by its own rule on day {rule['day']}: {'; '.join(told)}"


def _range(found: Any) -> str:
    return f"{_short(found.middle)} ({_short(found.low)}–{_short(found.high)})"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  # three digits


def _percent(part: float) -> str:
    whole = 100 * part
    return "<1" if 0 < whole < 0.5 else f"{abs(whole):.0f}"  # noqa: PLR2004  # rounds to 0
