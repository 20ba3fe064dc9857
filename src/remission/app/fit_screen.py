"""Print and write a fitted model: the table of estimates, the model's file, results, and pictures."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from remission.app.pk_screen import axis_of, notes
from remission.app.screen import print_json, print_table
from remission.errors import SchemaError
from remission.pk.fit import Fit
from remission.pk.fitted import model_file, results
from remission.pk.npde import Tests
from remission.report.write import safe
from remission.terms.rounding import three_digits

FEW = 4
"""Sentences of a kind that are printed below a table."""


@contextmanager
def steps() -> Generator[Callable[[str], None]]:
    """Show what long work is at, and that it goes on, on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(bar_width=12), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Finding everybody's most probable parameters", total=None)
        yield lambda step: bar.update(task, description=step)


def check_name(name: str, out: Path | None) -> None:
    """Refuse, before long work, a name or a folder that its answer could not be written to.

    Raises:
        SchemaError: The folder holds a model of that name.
    """
    if out and (out / f"{name}.py").exists():
        raise SchemaError(
            f"The fit was not begun. '{out / name}.py' is there already. Choose another --name or --out, or take it away."
        )


def print_fit(fit: Fit, written: Sequence[Path]) -> None:
    """Print the estimates, then what has to be known about them."""
    reached = "lowest place reached" if fit.done else "NOT at the lowest place"
    title = (
        f"{fit.base.label}, fitted to {fit.levels} levels of {fit.problem.patients} patients; FOCE with interaction; "
        f"objective {fit.objective:.3f}, {reached}"
    )
    below = [*fit.findings, *_first(fit.set_aside, "set aside"), *_first(fit.assumed, "assumed")]
    print_table(table(fit), title=title, note="\n".join([*notes(fit.base), *below, *(str(path) for path in written)]))


def _first(sentences: Sequence[str], what: str) -> list[str]:
    """Keep the first few sentences, and say how many there are in all."""
    more = [f"{len(sentences)} such sentences in all; --json prints what was {what}."] if len(sentences) > FEW else []
    return [*sentences[:FEW], *more]


def tell_fit_as_json(fit: Fit, written: Sequence[Path]) -> None:
    """Print a fit for programs."""
    print_json(results(fit) | {"written": [str(path) for path in written]})


def table(fit: Fit) -> pl.DataFrame:
    """Lay the estimates out: one row each, with the unit in the row."""
    rows = [
        {
            "estimate": number.name,
            "unit": "" if number.unit == "1" else number.unit,
            "was": _short(number.start),
            "is": _short(number.value),
            "RSE %": _short(number.rse),
            "95 % interval": _interval(number.low, number.high),
            "robust SE": _short(number.robust),
            "shrinkage %": _short(number.shrinkage),
            "what": number.says,
        }
        for number in fit.numbers
    ]
    return pl.DataFrame(rows)


def write_fit(
    fit: Fit, out: Path, name: str, *, base: str, studies: int, seed: int, tell: Callable[[str], None]
) -> tuple[Path, ...]:
    """Write the model, the results, two tables and three pictures."""
    from remission.pk.goodness import goodness
    from remission.pk.npde import npde, tests
    from remission.pk.replicates import replicates
    from remission.pk.visual_check import points, visual_check

    text = model_file(fit, name, base=base)
    out.mkdir(parents=True, exist_ok=True)
    at, z = fit.problem, fit.lowest.place.peak.z
    rows = goodness(at, z)
    drawn = replicates(at, studies, seed=seed, tell=lambda done: tell(f"Simulated study {done} of {studies}"))
    errors = npde(at, drawn)
    rows = rows.with_columns(npde=pl.Series(errors.T[(at.batch.there > 0).T], dtype=pl.Float64).fill_nan(None))
    tested, check = tests(errors), visual_check(at, drawn)
    tell("Drawing")
    beside = {"npde": None if tested is None else asdict(tested), "visual_check": check.to_dicts()}
    (out / f"{name}.py").write_text(text, encoding="utf-8", newline="\n")
    if base.endswith(".py") and not (out / Path(base).name).exists():
        shutil.copy(base, out / Path(base).name)  # the fitted model asks for it beside itself
    _json(out / "results.json", results(fit) | beside | {"studies": studies, "seed": seed})
    pl.DataFrame([asdict(number) | {"rse": number.rse} for number in fit.numbers]).write_csv(out / "estimates.csv")
    safe(rows).write_csv(out / "levels.csv")
    figures = _draw(fit, rows, check, points(at), tested, out)
    return tuple(out / file for file in (f"{name}.py", "results.json", "estimates.csv", "levels.csv", *figures))


def in_words(tested: Tests | None) -> str:
    """Say what the tests of prediction errors say."""
    if tested is None:
        return "Too few levels to test prediction errors."
    t = tested
    verdict = "do not fit the model" if t.p < 0.05 else "show nothing against the model"  # noqa: PLR2004  # the usual level
    return (
        f"{t.count} prediction errors {verdict}: mean {t.mean:.2f} (P = {t.p_mean:.3f}), variance {t.variance:.2f} "
        f"(P = {t.p_variance:.3f}), normal (P = {t.p_normal:.3f}); all together P = {t.p:.3f}."
    )


def _draw(
    fit: Fit, rows: pl.DataFrame, check: pl.DataFrame, seen: pl.DataFrame, tested: Tests | None, out: Path
) -> list[str]:
    from remission.pk.npde import normal_quantiles
    from remission.report.figures.goodness_of_fit import goodness_of_fit
    from remission.report.figures.prediction_errors import prediction_errors
    from remission.report.figures.visual_check import visual_check

    what, unit = axis_of(fit.base), fit.base.unit
    of = f"{fit.base.label}, fitted to {fit.levels} levels of {fit.problem.patients} patients"
    known = rows.drop_nulls("npde")
    drawn = {
        "goodness-of-fit": goodness_of_fit(rows, what, unit, of),
        "visual-check": visual_check(check, seen, what, unit, of, corrected=True),
        "prediction-errors": prediction_errors(known, normal_quantiles(len(known)), unit, of, [in_words(tested)]),
    }
    files: list[str] = []
    for key, figure in drawn.items():
        (out / f"{key}.svg").write_text(figure.svg, encoding="utf-8", newline="\n")
        (out / f"{key}.png").write_bytes(figure.png)
        files += [f"{key}.svg", f"{key}.png"]
    return files


def _json(file: Path, answer: dict[str, Any]) -> None:
    file.write_text(json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _short(value: float | None) -> str | None:
    return None if value is None else three_digits(value)


def _interval(low: float | None, high: float | None) -> str | None:
    return None if low is None or high is None else f"{three_digits(low)} to {three_digits(high)}"
