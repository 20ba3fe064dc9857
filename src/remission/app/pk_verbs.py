"""Run the verbs of drug levels from a terminal: what a model predicts for a population.

MODEL is a name of the shelf or the path of a file. As everywhere, nothing heavy is imported before a command runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from remission.app.options import JSON, FilePath, number, pairs

if TYPE_CHECKING:
    from pathlib import Path

    from remission.pk.model import Model

MODEL = click.argument("model", metavar="MODEL")
EVENING_MEAL = click.option("--evening-meal", is_flag=True, help="Slow absorption as a dose after the evening meal does "
                            "(tacrolimus in Japan).")  # fmt: skip
SET = click.option("--set", "known", multiple=True, metavar="COVARIATE=VALUE",
                   help="State a covariate of the model, such as hematocrit=33; may be repeated.")  # fmt: skip
FIGURE = click.option("--figure", type=FilePath(dir_okay=False), help="Draw it, as .svg or .png.")


@click.group()
def pk() -> None:
    """Work with population models of drug levels: simulate."""


@pk.command()
@MODEL
@click.option("--dose", type=float, required=True, metavar="MG", help="Each dose.")
@click.option("--every", type=float, default=24.0, show_default=True, metavar="HOURS", help="Between two doses.")
@click.option("--days", type=click.FloatRange(min=0.04), default=14.0, show_default=True, help="How long.")
@click.option("--patients", type=click.IntRange(1, 1_000_000), default=1000, show_default=True, help="How many.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same number gives the same patients.")
@SET
@EVENING_MEAL
@click.option("--measured", is_flag=True, help="Levels as a laboratory would report them, with their error.")
@FIGURE
@click.option("--out", type=FilePath(dir_okay=False), help="Write the whole course as a CSV file.")
@JSON
def simulate(
    model: str,
    dose: float,
    every: float,
    *,
    days: float,
    patients: int,
    seed: int,
    known: tuple[str, ...],
    figure: Path | None,
    out: Path | None,
    evening_meal: bool,
    measured: bool,
    as_json: bool,
) -> None:
    """Simulate the levels of a population on one regimen: median and where 90 % of them lie."""
    from remission.app import pk_screen as screen
    from remission.app.model_in_words import covariates_of
    from remission.pk.bands import course

    found = model_of(model, evening_meal=evening_meal)
    stated = {name: number(value, "--set") for name, value in pairs(known, "--set", "hematocrit=33").items()}
    made = course(
        found, dose, every=every, days=days, covariates=stated, patients=patients, seed=seed, measured=measured
    )
    what = f"{dose:g} mg every {every:g} h, {patients} simulated patients"
    if figure:
        screen.draw_course(made, found, what, figure)
    if out:
        screen.write_course(made, out)
    if as_json:
        screen.tell_course_as_json(made, found)
    elif not (figure or out):
        screen.print_course(made, found, what, every=every, known=covariates_of(found, stated))


def model_of(name: str, *, evening_meal: bool = False) -> Model:
    """Find a model, with the absorption of an evening meal where that is wanted."""
    from remission.pk.find import find

    found = find(name)
    if not evening_meal:
        return found
    from remission.pk.meals import after_supper

    return after_supper(found)


PK_VERBS = (pk,)
