"""Run from a terminal what learns from many patients' levels: fit a model to them.

As everywhere, nothing heavy is imported before a command runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from remission.app.options import CHART, JSON, MAPPING, FilePath, leave
from remission.app.pk_verbs import DRAWN_AFTER, EVENING_MEAL, EVENTS, MODEL, SET, TAKEN, model_of

if TYPE_CHECKING:
    from pathlib import Path

SEED = click.option("--seed", type=int, default=1, show_default=True, help="Of the simulations.")


@click.command()
@MODEL
@CHART
@MAPPING
@EVENTS
@TAKEN
@DRAWN_AFTER
@SET
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
    chart: str,
    mapping: Path | None,
    *,
    free: tuple[str, ...],
    hold: tuple[str, ...],
    name: str,
    out: Path | None,
    studies: int,
    seed: int,
    as_json: bool,
    **asked: Any,
) -> None:
    """Fit a model to the levels of a centre: estimates, their errors, and pictures that show whether it holds."""
    from remission.app import fit_screen as screen
    from remission.app.dose_screen import patients_of
    from remission.pk.fit import fit as fitted

    found = model_of(model, evening_meal=asked["evening_meal"])
    records, read = patients_of(found, chart, mapping, asked)
    screen.check_name(name, out)
    with screen.steps() as tell:
        made = fitted(found, records, free=free, hold=hold, tell=tell)
        written = screen.write_fit(made, out, name, base=model, studies=studies, seed=seed, tell=tell) if out else ()
    if as_json:
        screen.tell_fit_as_json(made, written)
    else:
        screen.print_fit(made, written)
    if read:
        leave(read)


FIT_VERBS = (fit,)
