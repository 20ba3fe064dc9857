"""Write an audit to a folder: the document as HTML, PDF and Word, its results, deviations and changes, its figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import polars as pl

from remission.report.compose_audit import compose_audit, sources_of
from remission.report.review import Review
from remission.report.write import STEPS, safe, write_document

FILES = ("audit.html", "audit.pdf", "audit.docx", "results.json", "results.csv", "deviations.csv", "adherence.csv",
         "changes.csv", "figures")  # fmt: skip


def write_audit(review: Review, out: str | Path, *, tell: Callable[[str], None] = lambda step: None) -> list[Path]:
    """Write an audit; files of these names are replaced.

    Args:
        review: The audit.
        out: Folder to write to; made where it is not there. It gets `audit.html`, `audit.pdf`, `audit.docx`, `results.json`
            and `results.csv` (everyone together), `deviations.csv`, `adherence.csv` (patient by patient), `changes.csv` (every
            change of a dose with the level before it) and `figures/`.
        tell: Called with the name of each step of `STEPS` but the first, as it begins.

    Returns:
        What was written.
    """
    out = Path(out)
    tell(STEPS[1])
    write_document(compose_audit(review), out, "audit", tell)
    tell(STEPS[-1])
    text = json.dumps(_content(review), ensure_ascii=False, indent=1, allow_nan=False)
    (out / "results.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    tables = {"results": review.results, "deviations": review.audit.deviations,
              "adherence": review.audit.adherence.filter(pl.col("patient").is_not_null()),
              "changes": review.changes}  # fmt: skip
    for name, table in tables.items():
        safe(table).write_csv(out / f"{name}.csv")
    return [out / name for name in FILES]


def _content(review: Review) -> dict[str, object]:
    p, chart = review.protocol, review.chart
    return {
        "made_by": f"remission {version('remission')}",
        "cohort": {"name": chart.name, "about": chart.about, "patients": len(chart.who)},
        "protocol": {
            "name": p.name,
            "label": p.label,
            "chosen": {switch.name: p.choice(switch.name) for switch in p.switches},
            "source": {"key": p.source.key, "at": p.source.at, "says": p.source.says},
            "readings": list(p.readings),
            "verified": p.verified,
        },
        "tolerance_days": review.tolerance_days,
        "sources": list(sources_of(review)),
        "results": review.results.to_dicts(),
    }
