"""Run the verbs of drug levels from a terminal: what a model predicts for a population.

MODEL is a name of the shelf or the path of a file. As everywhere, nothing heavy is imported before a command runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from remission.app.options import CHART, JSON, MAPPING, FilePath, leave, number, numbers, pairs

if TYPE_CHECKING:
    from pathlib import Path

    from remission.pk.model import Model

MODEL = click.argument("model", metavar="MODEL")
EVENING_MEAL = click.option("--evening-meal", is_flag=True, help="Slow absorption as a dose after the evening meal does "
                            "(tacrolimus in Japan).")  # fmt: skip
SET = click.option("--set", "known", multiple=True, metavar="COVARIATE=VALUE",
                   help="State a covariate of the model, such as hematocrit=33; may be repeated.")  # fmt: skip
TAKEN = click.option(
    "--taken", metavar="HOUR,HOUR", help="Clock hours of intake, such as 19 or 8,20: a chart knows days only."
)
DRAWN_AFTER = click.option("--drawn-after", type=float, metavar="HOURS", help="From the dose to the sample, where the chart does "
                           "not say: 12 for tacrolimus in the evening, 24 for a morning trough.")  # fmt: skip
EVENTS = click.option("--events", is_flag=True, help="CHART is a table of events as NONMEM reads it, which has hours.")
FIGURE = click.option("--figure", type=FilePath(dir_okay=False), help="Draw it, as .svg or .png.")


@click.group()
def pk() -> None:
    """Work with population models of drug levels: simulate, fit, check."""


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
    if figure or out:
        for text in made.says:
            click.echo(text, err=True)
    if figure:
        screen.draw_course(made, found, what, figure)
    if out:
        screen.write_course(made, out)
    if as_json:
        screen.tell_course_as_json(made, found)
    elif not (figure or out):
        screen.print_course(made, found, what, every=every, known=covariates_of(found, stated))


@pk.command()
@MODEL
@CHART
@MAPPING
@TAKEN
@DRAWN_AFTER
@EVENTS
@SET
@EVENING_MEAL
@click.option("--out", type=FilePath(dir_okay=False), help="Write every level as a CSV file.")
@JSON
def check(model: str, chart: str, mapping: Path | None, *, out: Path | None, as_json: bool, **asked: Any) -> None:
    """Hold a model against measured levels: each foretold from none of the patient's, and from those before it."""
    from remission.app import dose_screen, pk_screen
    from remission.app.screen import write_table
    from remission.pk.check import check

    found = model_of(model, evening_meal=asked["evening_meal"])
    records, read = dose_screen.patients_of(found, chart, mapping, asked)
    rows, says = check(found, records)
    if out:
        write_table(rows, out)
    if as_json:
        pk_screen.tell_check_as_json(rows, says, found)
    elif not out:
        pk_screen.print_check(rows, says, found)
    if read:
        leave(read)


def model_of(name: str, *, evening_meal: bool = False) -> Model:
    """Find a model, with the absorption of an evening meal where that is wanted."""
    from remission.pk.find import find

    found = find(name)
    if not evening_meal:
        return found
    from remission.pk.meals import after_supper

    return after_supper(found)


@click.command()
@MODEL
@CHART
@MAPPING
@click.option("--patient", "-p", help="The patient, where there are several.")
@click.option("--target", required=True, metavar="WHAT:LOW-HIGH",
              help="trough:5-10, trough:5-10@12 for 12 h after the dose, trough:-10, peak:1-, auc:100-200 (over 24 h), or "
              "time:5-15@0.8 for 80 % of the time.")  # fmt: skip
@TAKEN
@DRAWN_AFTER
@EVENTS
@click.option("--day", type=click.IntRange(-36500, 36500), help="From what was known on the morning of this study day; of "
              "events, before hour 24 × DAY.")  # fmt: skip
@click.option("--toxic", type=float, metavar="LEVEL", help="Above this the same quantity is toxic; no dose with more than 10 % "
              "probability of it is suggested.")  # fmt: skip
@click.option(
    "--every", metavar="HOURS,HOURS", help="Intervals to look at; that of the present dose where nothing is said."
)
@click.option(
    "--strengths", metavar="MG,MG", help="Tablets on hand; those of the package insert where nothing is said."
)
@click.option("--most", type=float, metavar="MG", help="The greatest dose of a day.")
@click.option("--also", multiple=True, metavar="MODEL", help="A further model; they are averaged by how well each predicted the "
              "levels. May be repeated.")  # fmt: skip
@click.option("--leave-out", is_flag=True, help="Suggest a dose although measured levels were set aside: they are left out on "
              "purpose.")  # fmt: skip
@click.option("--protocol", metavar="PROTOCOL", help="Say what its own rule asks for, too.")
@SET
@EVENING_MEAL
@FIGURE
@JSON
def dose(
    model: str, chart: str, mapping: Path | None, *, target: str, figure: Path | None, as_json: bool, **asked: Any
) -> None:
    """Say what dose brings a drug level to its target, and with what probability."""
    from remission.app import dose_screen as screen
    from remission.pk.dose import dose
    from remission.pk.targets import aimed

    models = [model_of(name, evening_meal=asked["evening_meal"]) for name in (model, *asked["also"])]
    read = screen.patient_of(models[0], chart, mapping, asked)
    aim = aimed(target, toxic=asked["toxic"])
    sizes, spans = (numbers(asked[name], f"--{name}") for name in ("strengths", "every"))
    made = dose(
        models, read.record, aim, strengths=sizes, every=spans, most=asked["most"], leave_out=asked["leave_out"]
    )
    rule = screen.rule_of(asked["protocol"], read, models[0].drug, asked["day"])
    if figure:
        screen.draw_advice(made, figure)
    if as_json:
        screen.tell_advice_as_json(made, rule)
    elif not figure:
        screen.print_advice(made, rule)
    if read.chart:
        leave(read.chart)


PK_VERBS = (dose, pk)
