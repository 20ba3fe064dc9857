"""Run from a terminal what learns from many patients' levels: fit a model to them, or try models on them.

As everywhere, nothing heavy is imported before a command runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from remission.app.options import JSON, MAPPING, FilePath, number
from remission.app.pk_verbs import EVENING_MEAL, MODEL, model_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from remission.pk.model import Model
    from remission.pk.records import Record

DATA = click.argument("data", metavar="DATA")
EVENTS = click.option("--events", is_flag=True, help="DATA is a table of events as NONMEM reads it, which has hours.")
TAKEN = click.option(
    "--taken", metavar="HOUR,HOUR", help="Clock hours of intake, such as 19 or 8,20: a chart knows days only."
)
DRAWN_AFTER = click.option("--drawn-after", type=float, metavar="HOURS", help="From the dose to the sample, where the chart does "
                           "not say: 12 for tacrolimus in the evening, 24 for a morning trough.")  # fmt: skip
SEED = click.option("--seed", type=int, default=1, show_default=True, help="Of the simulations.")


@click.command()
@MODEL
@DATA
@MAPPING
@EVENTS
@TAKEN
@DRAWN_AFTER
@EVENING_MEAL
@click.option("--free", multiple=True, metavar="NAME",
              help="Estimate this too, such as hematocrit_on_cl; may be repeated.")  # fmt: skip
@click.option("--hold", multiple=True, metavar="NAME",
              help="Leave this as it is, such as ka, iiv.v, iov or residual; may be repeated.")  # fmt: skip
@click.option("--name", default="fitted", show_default=True, help="Name of the fitted model and of its file.")
@click.option("--out", type=FilePath(file_okay=False), help="Folder for the model, the results, tables and pictures.")
@click.option("--studies", type=click.IntRange(100, 10_000), default=1000, show_default=True,
              help="Simulated studies behind the pictures.")  # fmt: skip
@SEED
@JSON
def fit(
    model: str,
    data: str,
    mapping: Path | None,
    *,
    events: bool,
    taken: str | None,
    drawn_after: float | None,
    evening_meal: bool,
    free: tuple[str, ...],
    hold: tuple[str, ...],
    name: str,
    out: Path | None,
    studies: int,
    seed: int,
    as_json: bool,
) -> None:
    """Fit a model to the levels of a centre: estimates, their errors, and pictures that show whether it holds."""
    from remission.app import fit_screen as screen
    from remission.pk.fit import fit as fitted

    found = model_of(model, evening_meal=evening_meal)
    read = people(found, data, mapping, events=events, taken=taken, drawn_after=drawn_after)
    screen.check_name(name, out)
    with screen.steps() as tell:
        made = fitted(found, read, free=free, hold=hold, tell=tell)
        written = screen.write_fit(made, out, name, base=model, studies=studies, seed=seed, tell=tell) if out else ()
    if as_json:
        screen.tell_fit_as_json(made, written)
    else:
        screen.print_fit(made, written)


@click.command()
@MODEL
@DATA
@MAPPING
@EVENTS
@TAKEN
@DRAWN_AFTER
@EVENING_MEAL
@click.option("--also", multiple=True, metavar="MODEL", help="A further model to try beside it; may be repeated.")
@click.option("--out", type=FilePath(dir_okay=False), help="Write every forecast as a CSV file.")
@JSON
def check(
    model: str,
    data: str,
    mapping: Path | None,
    *,
    events: bool,
    taken: str | None,
    drawn_after: float | None,
    evening_meal: bool,
    also: tuple[str, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Try models on levels they have not seen: bias and error of forecasts, from no earlier level and from some."""
    from remission.app import fit_screen as screen
    from remission.pk.foretell import foretell

    models = [model_of(name, evening_meal=evening_meal) for name in dict.fromkeys((model, *also))]
    rows = {}
    with screen.steps() as tell:
        for found in models:
            tell(f"Foretelling with {found.name}")
            read = people(found, data, mapping, events=events, taken=taken, drawn_after=drawn_after)
            rows[found.name] = foretell(found, read)
    if out:
        screen.write_forecasts(rows, out)
    if as_json:
        screen.tell_accuracy_as_json(rows)
    elif not out:
        screen.print_accuracy(rows, models)


def people(
    model: Model, data: str, mapping: Path | None, *, events: bool, taken: str | None, drawn_after: float | None
) -> Sequence[Record]:
    """Read the patients of a table of events or of a chart."""
    if events:
        from remission.app.fit_screen import read_table
        from remission.pk.events import read_events

        return read_events(model, read_table(data))
    if taken is None or drawn_after is None:
        raise click.UsageError(
            "A chart knows days only. Say when the drug is taken and its level drawn: --taken 19 --drawn-after 12; or give "
            "--events for a table with hours."
        )
    from remission.app.options import chart_of
    from remission.pk.from_chart import Habit, records

    hours = tuple(number(part, "--taken") for part in taken.split(","))
    return records(model, chart_of(data, mapping), habit=Habit(hours=hours, sampled=drawn_after))


FIT_VERBS = (fit, check)
