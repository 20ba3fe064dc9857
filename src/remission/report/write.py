"""Write a report to a folder: one document as HTML, PDF and Word, its results as JSON and CSV, its figures as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import polars as pl

from remission.chart.chart import Chart
from remission.definitions import shelf
from remission.report.compose import compose, sources_used
from remission.report.evaluation import DERIVED, Evaluation, evaluate
from remission.terms.windows import HIMEJI_VISITS, Visit

STEPS = ("deriving and testing", "drawing figures and tables", "HTML", "PDF", "Word", "results")
_FORMULA_STARTS = "^[=+\\-@\t\r]"


def report(
    chart: Chart,
    out: str | Path,
    *,
    visits: Sequence[Visit] = HIMEJI_VISITS,
    tell: Callable[[str], None] = lambda step: None,
) -> Evaluation:
    """Evaluate a chart and write `report.html`, `report.pdf`, `report.docx`, `results.json`, `results.csv`, `figures/`.

    Args:
        chart: A chart from a door.
        out: Folder to write to; made where it is not there. Files of these names are replaced.
        visits: The visits and their windows.
        tell: Called with the name of each step of `STEPS` as it begins.

    Returns:
        The evaluation, with its rows, results and findings.
    """
    from remission.report.render_docx import to_docx
    from remission.report.render_html import to_html
    from remission.report.render_pdf import to_pdf

    out = Path(out)
    tell(STEPS[0])
    e = evaluate(chart, visits=visits)
    tell(STEPS[1])
    document = compose(e)
    (out / "figures").mkdir(parents=True, exist_ok=True)
    for figure in document.figures:
        (out / "figures" / f"{figure.key}.svg").write_text(figure.svg, encoding="utf-8", newline="\n")
        (out / "figures" / f"{figure.key}.png").write_bytes(figure.png)
    tell(STEPS[2])
    (out / "report.html").write_text(to_html(document), encoding="utf-8", newline="\n")
    tell(STEPS[3])
    (out / "report.pdf").write_bytes(to_pdf(document))
    tell(STEPS[4])
    (out / "report.docx").write_bytes(to_docx(document))
    tell(STEPS[5])
    write_results(e, out)
    return e


def write_results(e: Evaluation, out: Path) -> None:
    """Write the result rows, with what they rest on, as `results.json`, and plain as `results.csv`."""
    content = {
        "made_by": f"remission {version('remission')}",
        "cohort": {"name": e.chart.name, "about": e.chart.about, "patients": len(e.chart.who)},
        "visits": [{"name": v.name, "due_day": v.target, "from_day": v.low, "to_day": v.high} for v in e.visits],
        "definitions": [_described(name) for name in DERIVED],
        "sources": list(sources_used(e)),
        "results": e.results.to_dicts(),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    (out / "results.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    safe(e.results).write_csv(out / "results.csv")


def safe(table: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before texts that a spreadsheet would run as a formula.

    Example:
        >>> safe(pl.DataFrame({"text": ["=1+1", "3 → 2"], "value": [-1.0, 2.0]}))["text"].to_list()
        ["'=1+1", '3 → 2']
    """
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    return table.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA_STARTS)).then("'" + pl.col(name)).otherwise(name).alias(name)
        for name in texts
    )


def _described(name: str) -> dict[str, object]:
    d = shelf.find(name)
    source = {"key": d.source.key, "at": d.source.at, "says": d.source.says}
    return {
        "name": d.name,
        "label": d.label,
        "words": d.words,
        "unit": d.unit,
        "source": source,
        "readings": list(d.readings),
        "verified": d.verified,
    }
