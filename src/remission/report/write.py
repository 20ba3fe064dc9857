"""Write a report to a folder: one document as HTML, PDF and Word, its results as JSON and CSV, its figures as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

import polars as pl
import polars.selectors as cs

from remission.chart.chart import Chart
from remission.definitions import shelf
from remission.definitions.definition import Definition
from remission.report.comparison import Comparison, compare_definitions
from remission.report.compose import compose, sources_used
from remission.report.compose_comparison import compose_comparison, document_sources
from remission.report.document import Document
from remission.report.evaluation import DERIVED, Evaluation, evaluate
from remission.terms.windows import HIMEJI_VISITS, Visit

STEPS = ("deriving and testing", "drawing figures and tables", "HTML", "PDF", "Word", "results")
_FORMULA_STARTS = "^[=+\\-@\t\r]"


def report(
    chart: Chart,
    out: str | Path,
    *,
    visits: Sequence[Visit] = HIMEJI_VISITS,
    stand_ins: Iterable[str] = (),
    tell: Callable[[str], None] = lambda step: None,
) -> Evaluation:
    """Evaluate a chart and write `report.html`, `report.pdf`, `report.docx`, `results.json`, `results.csv`, `figures/`.

    Args:
        chart: A chart from a door.
        out: Folder to write to; made where it is not there. Files of these names are replaced.
        visits: The visits and their windows.
        stand_ins: Measures that may stand in for one another where response definitions are compared, as for `derive`.
        tell: Called with the name of each step of `STEPS` as it begins.

    Returns:
        The evaluation, with its rows, results and findings.
    """
    tell(STEPS[0])
    e = evaluate(chart, visits=visits)
    c = compare_definitions(chart, visits=visits, stand_ins=stand_ins, at=e.endpoint.name, brief=True)
    tell(STEPS[1])
    write_document(compose(e, c), Path(out), "report", tell)
    tell(STEPS[-1])
    write_results(e, c, Path(out))
    return e


def write_comparison(c: Comparison, out: str | Path, *, tell: Callable[[str], None] = lambda step: None) -> None:
    """Write a comparison of definitions as a document of its own, with its results and every patient's answers.

    Args:
        c: The comparison.
        out: Folder to write to; made where it is not there. It gets `comparison.html`, `comparison.pdf`,
            `comparison.docx`, `results.json`, `results.csv`, `answers.csv`, `disagreements.csv` and `figures/`.
        tell: Called with the name of each step of `STEPS` but the first, as it begins.
    """
    out = Path(out)
    tell(STEPS[1])
    write_document(compose_comparison(c), out, "comparison", tell)
    tell(STEPS[-1])
    _write_json(c.chart, c.visits, c.definitions, document_sources(c), c.results, out)
    safe(c.results).write_csv(out / "results.csv")
    safe(c.answers()).write_csv(out / "answers.csv")
    safe(c.disagreements()).write_csv(out / "disagreements.csv")


def write_results(e: Evaluation, c: Comparison, out: Path) -> None:
    """Write the result rows, with what they rest on, as `results.json`, and plain as `results.csv`."""
    definitions = {d.name: d for d in (*map(shelf.find, DERIVED), *c.definitions)}
    results = pl.concat([e.results, c.results.filter(~pl.col("id").is_in(e.results["id"].implode()))])
    _write_json(e.chart, e.visits, tuple(definitions.values()), sources_used(e, c), results, out)
    safe(results).write_csv(out / "results.csv")


def write_document(document: Document, out: Path, name: str, tell: Callable[[str], None]) -> None:
    """Write a document in its three renderings, and its figures.

    Args:
        document: The document.
        out: Folder to write to; made where it is not there.
        name: The name of the files, without an ending.
        tell: Called with the name of each step of `STEPS` that is about rendering, as it begins.
    """
    from remission.report.render_docx import to_docx
    from remission.report.render_html import to_html
    from remission.report.render_pdf import to_pdf

    (out / "figures").mkdir(parents=True, exist_ok=True)
    for figure in document.figures:
        (out / "figures" / f"{figure.key}.svg").write_text(figure.svg, encoding="utf-8", newline="\n")
        (out / "figures" / f"{figure.key}.png").write_bytes(figure.png)
    tell(STEPS[2])
    (out / f"{name}.html").write_text(to_html(document), encoding="utf-8", newline="\n")
    tell(STEPS[3])
    (out / f"{name}.pdf").write_bytes(to_pdf(document))
    tell(STEPS[4])
    (out / f"{name}.docx").write_bytes(to_docx(document))


def _write_json(
    chart: Chart,
    visits: Sequence[Visit],
    definitions: Sequence[Definition],
    sources: Sequence[str],
    results: pl.DataFrame,
    out: Path,
) -> None:
    content = {
        "made_by": f"remission {version('remission')}",
        "cohort": {"name": chart.name, "about": chart.about, "patients": len(chart.who)},
        "visits": [{"name": v.name, "due_day": v.target, "from_day": v.low, "to_day": v.high} for v in visits],
        "definitions": [_described(d) for d in definitions],
        "sources": list(sources),
        "results": results.to_dicts(),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    (out / "results.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def safe(table: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before texts that a spreadsheet would run as a formula.

    Example:
        >>> safe(pl.DataFrame({"text": ["=1+1", "3 → 2"], "value": [-1.0, 2.0]}))["text"].to_list()
        ["'=1+1", '3 → 2']
        >>> safe(pl.DataFrame({"patient": pl.Series(["=1+1"], dtype=pl.Enum(["=1+1"]))}))["patient"].to_list()
        ["'=1+1"]
    """
    table = table.with_columns(cs.by_dtype(pl.Enum, pl.Categorical).cast(pl.String))
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    return table.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA_STARTS)).then("'" + pl.col(name)).otherwise(name).alias(name)
        for name in texts
    )


def _described(d: Definition) -> dict[str, object]:
    source = {"key": d.source.key, "at": d.source.at, "says": d.source.says}
    if d.source.reference:
        source["reference"] = d.source.reference
    return {
        "name": d.name,
        "label": d.label,
        "words": d.words,
        "unit": d.unit,
        "source": source,
        "readings": list(d.readings),
        "verified": d.verified,
    }
