"""Write the reference pages of the documentation from the code, so that they cannot fall behind it.

`mkdocs build` calls this through `hooks.py`; the pages lie in `docs/reference/`, which git does not keep.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent
from typing import Any

import click

from remission import errors
from remission.app.cli import main
from remission.chart.doors import cells, dates
from remission.definitions import shelf
from remission.definitions.cases import cases_of
from remission.definitions.definition import Definition
from remission.protocols import find as protocols
from remission.protocols.calendar import Line, calendar
from remission.protocols.cases import cases_of as cases_of_protocol
from remission.protocols.protocol import Protocol
from remission.report.provenance import METHODS
from remission.terms.analytes import ANALYTES, CODE_SOURCES, Analyte
from remission.terms.drugs import DRUGS, Daily
from remission.terms.events import EVENTS
from remission.terms.refused import REFUSED
from remission.terms.rounding import MISSING
from remission.terms.sources import cite, known_keys
from remission.terms.traits import TRAITS
from remission.terms.units import CONVERSION_SOURCES, printed
from remission.terms.windows import HIMEJI_VISITS, HIMEJI_VISITS_READINGS, HIMEJI_VISITS_SOURCE
from remission.terms.words import Condition

FOLDER = "reference"
DEMO = "demo"
WIDE = "---\nhide: [toc]\n---\n\n"
"""Before a page whose tables need the whole width."""
DOORS = {"Numbers": cells.READINGS, "Dates": dates.READINGS}
"""How the doors understand a cell."""
TRAIT_GROUPS = {
    "patient": ("The patient", "Stated for day 0, or unchanging."),
    "criteria": ("Classification criteria", "Yes once it was ever seen and lupus is the likelier cause; no where it was looked "
                 "for and never seen. One row is one fact: where two sets of criteria ask for different things there are two "
                 "rows. `remission template --criteria` writes a sheet for them."),
    "biopsy": ("The kidney biopsy", "Lesions of the modified NIH indices, and the totals that a pathologist reports without "
               "them."),
}  # fmt: skip
"""What traits are about, as the page lists them."""
KINDS = {
    "lab": "Laboratory results",
    "level": "Drug levels",
    "vital": "Vital signs",
    "score": "Scores",
    "item": "SLEDAI items",
    "sign": "Other clinical signs",
}

SUBJECTS = {
    "urine protein": r"proteinuria|upcr|uacr",
    "kidney function": r"creatinine|egfr|cystatin|kidney_failure",
    "sediment": r"urine_[rw]bc|casts|hematuria|pyuria|acanthocytes",
    "serum": r"\b(albumin|c3|c4|ch50|ds_dna|hemoglobin|wbc|platelets|lymphocytes|neutrophils)\b",
    "activity": r"sledai|pga|bilag|lldas|doris",
    "treatment": r"days_above|run_above|in_force|cumulative|on_record",
}
"""What conditions ask about, by the names of the columns that they read; the first that fits."""
REST = "other"
FEW = 3
"""Fewer conditions than this need no table to be compared."""


def pages() -> dict[str, str]:
    """Make every reference page.

    Returns:
        Markdown by path below `docs/reference/`.
    """
    made = {f"definitions/{name}.md": _shelf(name) for name in shelf.shelves()}
    return made | {name: make() for name, (_, make) in _PAGES.items()}


def navigation() -> list[Any]:
    """Lay the reference pages out for the navigation."""
    named = {title: f"{FOLDER}/{name}" for name, (title, _) in _PAGES.items() if title}
    shelves: list[Any] = [{name.capitalize(): f"{FOLDER}/definitions/{name}.md"} for name in shelf.shelves()]
    rest: list[Any] = [{title: path} for title, path in named.items()]
    return [f"{FOLDER}/index.md", {"Definitions": shelves}, *rest]


def write(folder: Path) -> None:
    """Write the pages that have changed, and remove those that nothing makes any more."""
    made = pages()
    for path in folder.rglob("*.md"):
        if path.relative_to(folder).as_posix() not in made:
            path.unlink()
    for name, text in made.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


def write_demo(folder: Path) -> None:
    """Write the report of the bundled cohort, which the pages link to; files that are the same stay untouched."""
    from remission import read
    from remission.report.write import report

    with TemporaryDirectory() as fresh:
        report(read("himeji"), fresh)
        for made in (path for path in Path(fresh).rglob("*") if path.is_file()):
            kept = folder / made.relative_to(fresh)
            if not kept.is_file() or kept.read_bytes() != made.read_bytes():
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_bytes(made.read_bytes())


def _index() -> str:
    rows = [(f"[{name.capitalize()}](definitions/{name}.md)", ", ".join(f"`{d}`" for d in listed))
            for name, listed in shelf.shelves().items()]  # fmt: skip
    return _page(
        "Reference",
        "These pages are written from the code at every build. What they say is what runs.",
        "## Definitions",
        _table(("shelf", "definitions"), rows),
        "## The rest",
        f"- [Protocols](protocols.md): {len(protocols.names())} regimens and schemes of glucocorticoids, day by day.\n"
        f"- [Analytes](analytes.md): {len(ANALYTES)}, each with its only unit.\n"
        f"- [Drugs](drugs.md): {len(DRUGS)}, each with what 5 mg of prednisolone weigh in it, where that makes sense.\n"
        f"- [Traits](traits.md): {len(TRAITS)}, what is known of a person once.\n"
        f"- [Events](events.md): {len(EVENTS)} that rules ask about.\n"
        "- [Visits](visits.md): when they are due, and which days count.\n"
        "- [Readings](readings.md): every sentence that says how an open text was understood, on one page.\n"
        "- [Commands](commands.md) and [errors](errors.md).\n"
        f"- [Sources](sources.md): the {len(known_keys())} publications that all this rests on.",
    )


def _shelf(name: str) -> str:
    definitions = [shelf.find(d) for d in shelf.shelves()[name]]
    about = __import__(f"remission.definitions.{name}", fromlist=[name]).__doc__ or ""
    rows = [(_link(d), d.label, _answers(d), d.words, f"[`{d.source.key}`](../sources.md#{d.source.key})", _sign(d.verified))
            for d in definitions]  # fmt: skip
    summary = _table(("definition", "label", "answers with", "rule", "source", "verified"), rows)
    parts = [about, "## All of them", summary, *_side_by_side(definitions), *(_definition(d) for d in definitions)]
    return WIDE + _page(name.capitalize(), *parts)


def _link(d: Definition) -> str:
    return f"[`{d.name}`](#{d.name})"


def _side_by_side(definitions: Iterable[Definition]) -> list[str]:
    """Lay the conditions of a shelf side by side: a row for each level, a column for each kind of thing that it asks."""
    asked = [(d, level, _by_subject(condition)) for d in definitions for level, condition in d.conditions.items()]
    subjects = [subject for subject in (*SUBJECTS, REST) if any(subject in cells for *_, cells in asked)]
    if len(asked) < FEW:
        return []
    rows = [(_link(d), "" if level == "yes" else level, *("<br>".join(cells.get(s, [])) for s in subjects))
            for d, level, cells in asked]  # fmt: skip
    told = "Every comparison that a definition makes, by what it asks about. How they are joined stands below."
    return ["## Side by side", told, _table(("definition", "level", *subjects), rows)]


def _by_subject(condition: Condition) -> dict[str, list[str]]:
    cells: dict[str, list[str]] = {}
    for leaf in condition.leaves():
        read = " ".join(leaf.expr.meta.root_names())
        subject = next((name for name, pattern in SUBJECTS.items() if re.search(pattern, read)), REST)
        if leaf.words not in cells.setdefault(subject, []):
            cells[subject].append(leaf.words)
    return cells


def _definition(d: Definition) -> str:
    leaves = [leaf.words for condition in d.conditions.values() for leaf in condition.leaves()]
    quoted = f"“{d.source.says}”" if d.source.says else MISSING
    rows = [
        ("rule", d.words),
        ("conditions", "<br>".join(dict.fromkeys(leaves))),
        ("reads", ", ".join(f"`{name}`" for name in d.inputs)),
        ("answers with", _answers(d)),
        ("ages", f"{d.for_ages}; unknown for all others" if d.for_ages else ""),
        ("source", f"{cite(d.source)} [`{d.source.key}`](../sources.md#{d.source.key})"),
        ("relied on", quoted),
        ("verified", _sign(d.verified) + ("" if d.verified else " (nobody has compared this with its source yet)")),
    ]
    readings = "\n".join(f"- {reading}" for reading in d.readings) or "None: the source leaves nothing open."
    table = _table(("", ""), [(f"**{name}**", text) for name, text in rows if text])
    cases = "\n".join(f"- {case.name}: **{case.shown}** ({case.source})" for case in cases_of(d.name))
    folded = f'??? example "Cases"\n\n{indent(cases, "    ")}'
    return f"## {d.label} {{ #{d.name} }}\n\n`{d.name}`\n\n{table}\n\n**Readings**\n\n{readings}\n\n{folded}"


def _answers(d: Definition) -> str:
    levels = ", ".join(f"`{level}`" for level in d.conditions)
    kinds = {
        "condition": "yes, no or unknown",
        "levels": f"{levels}, `none` or unknown",
        "number": f"a number, {d.printed_unit}",
        "category": "a category, or unknown",
    }
    return kinds[d.kind]


def _protocols() -> str:
    found = [protocols.find(name) for name in protocols.names()]
    rows = [(f"[`{p.name}`](#{p.name})", p.label, ", ".join(d.replace("_", " ") for d in p.drugs), p.length,
             f"[`{p.source.key}`](sources.md#{p.source.key})", _sign(p.verified)) for p in found]  # fmt: skip
    return WIDE + _page(
        "Protocols",
        "Regimens as their sources prescribe them. A protocol that nobody has compared with its source in every number is not "
        "verified, and its readings name what was not compared. `remission show protocol NAME` prints the same. How schemes of "
        "glucocorticoids go beside regimens of drugs stands on [a page of its own](../how-to/use-protocols.md).",
        _table(("protocol", "label", "drugs", "last day", "source", "verified"), rows),
        *map(_protocol, found),
    )


def _protocol(p: Protocol) -> str:
    lines = calendar(p)
    tables = [
        f"**{title}**\n\n{_table(('days', what, 'source'), [_calendar_row(line) for line in lines if line.kind == kind])}"
        for kind, title, what in (("dose", "Doses", "dose"), ("sample", "Samples", "sample"), ("rule", "Rules", "rule"))
        if any(line.kind == kind for line in lines)
    ]
    switches = [
        f"`{s.name}`: {', '.join(f'`{c}`' for c in s.choices)}; the first is the default. {s.reading}"
        for s in p.switches
    ]
    readings = [*p.readings, *(reading for line in lines for reading in line.readings)]
    judged = f"Response is judged by `{p.response}`." if p.response else "No response is judged at visits."
    cases = "\n".join(f"- {case.name} ({case.source})" for case in cases_of_protocol(p.name))
    parts = [
        f"## {p.label} {{ #{p.name} }}",
        f"`{p.name}`, days 0 to {p.length}: {p.source.says}. {cite(p.source)} {judged}",
        "" if p.verified else "**Not verified**: the readings say what was not compared with the source.",
        *tables,
        f"**Switches**\n\n{_bullets(switches)}" if switches else "",
        f"**Readings**\n\n{_bullets(readings)}",
        f'??? example "Cases"\n\n{indent(cases, "    ")}' if cases else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _calendar_row(line: Line) -> tuple[str, ...]:
    where = f"[`{line.source.key}`](sources.md#{line.source.key}), {line.source.at}"
    return line.when, line.words, f"{where}: “{line.source.says}”" if line.source.says else where


def _analytes() -> str:
    parts = ["Inside Remission each analyte has one unit, the first in its row. A door converts from the others, and "
             "refuses every unit that is not listed. A value outside the believable range is set aside as impossible. A SLEDAI "
             "item or another sign is 1 where it is present and 0 where it was looked for and is absent."]  # fmt: skip
    for kind, title in KINDS.items():
        listed = [a for a in ANALYTES.values() if a.kind == kind]
        parts += [f"## {title}", _analyte_table(listed)]
    parts += ["## Limits of normal", "Limits that a laboratory may use. None is applied by itself: state your laboratory's own "
              "in the mapping file, or quote one of these there, with its source.",
              _limits(), "## Codes that are refused", "LOINC codes that look like an analyte and are not it. No door reads them "
              "by itself.", _refused(), "## Header words", "Words that `remission map` takes for the analyte. "
              "Case, blanks and full-width forms make no difference.",
              _table(("analyte", "words"), [(f"`{a.name}`", ", ".join(a.aliases)) for a in ANALYTES.values()]),
              "## How units are converted", "\n".join(f"- {cite(s)}: {s.says}." for s in CONVERSION_SOURCES)]  # fmt: skip
    return WIDE + _page("Analytes", *parts)


def _analyte_table(listed: Iterable[Analyte]) -> str:
    rows = [
        (
            f"`{a.name}`",
            a.label,
            ", ".join(dict.fromkeys((a.printed_unit, *map(printed, a.accepts)))) or "none",
            " to ".join(f"{end:g}" for end in a.plausible),
            _codes(a.loinc),
            _codes(map(str, a.omop)),
            _codes([a.jlac10] if a.jlac10 else []),
            f"[`{a.source}`](sources.md#{a.source})",
            _sign(a.verified),
        )
        for a in listed
    ]
    heads = ("analyte", "label", "unit; also accepted", "believable", "LOINC", "OMOP", "JLAC10", "source", "verified")
    return _table(heads, rows)


def _refused() -> str:
    rows = [
        (f"`{c.loinc}`", f"`{c.omop}`" if c.omop else "", c.means, f"`{c.resembles}`", c.why, _sign(c.verified))
        for c in REFUSED.values()
    ]
    return _table(("LOINC", "OMOP", "means", "is not", "why, and what to do", "verified"), rows)


def _limits() -> str:
    rows = [
        (f"`{a.name}`", r.sex, _end(r.low), _end(r.high), a.printed_unit, r.name, r.note,
         f"[`{r.source}`](sources.md#{r.source})", _sign(r.verified))
        for a in ANALYTES.values()
        for r in a.reference
    ]  # fmt: skip
    return _table(("analyte", "sex", "low", "high", "unit", "set", "note", "source", "verified"), rows)


def _doses(daily: Daily) -> str:
    by_mouth = f", by mouth to {daily.by_mouth:g}" if daily.by_mouth is not None else ""
    return f"{daily.least:g} to {daily.most:g}{by_mouth} ({daily.because})"


def _drugs() -> str:
    rows = [
        (f"`{d.name}`", d.label, d.kind, _end(d.prednisolone_equivalent), _doses(d.daily), _codes([d.atc] if d.atc else []),
         _codes(d.atc_former), f"[`{d.source}`](sources.md#{d.source})", _sign(d.verified))
        for d in DRUGS.values()
    ]  # fmt: skip
    heads = ("drug", "INN", "kind", "equivalent, mg", "believable, mg", "ATC", "former ATC", "source", "verified")
    words = [(f"`{d.name}`", ", ".join(d.aliases)) for d in DRUGS.values()]
    return WIDE + _page(
        "Drugs",
        "Doses are in mg on a day of intake; 0 is a stop. *Equivalent* is how many mg do what 5 mg of prednisolone do. Doors "
        "set aside what lies outside *believable*, which is wide and no advice on dosing.",
        _table(heads, rows),
        "## Also written",
        "Words that `remission map` and a mapping file take for the drug.",
        _table(("drug", "words"), words),
    )


def _traits() -> str:
    parts = ["What is known of a person once: the columns of a chart's `who` table."]
    for group, (title, about) in TRAIT_GROUPS.items():
        rows = [(f"`{t.name}`", t.label, t.kind, t.printed_unit, _span(t.plausible), ", ".join(t.aliases))
                for t in TRAITS.values() if t.group == group]  # fmt: skip
        table = _table(("trait", "label", "kind", "unit", "believable", "also written"), rows)
        parts += [f"## {title}", about, table]
    return WIDE + _page("Traits", *parts)


def _events() -> str:
    asked: dict[str, list[str]] = {}
    for name, definitions in shelf.shelves().items():
        for d in map(shelf.find, definitions):
            for event in EVENTS:
                if f"on_record({event})" in d.inputs:
                    asked.setdefault(event, []).append(f"[`{d.name}`](definitions/{name}.md#{d.name})")
    rows = [
        (f"`{e.name}`", e.label, e.means, ", ".join(e.aliases), ", ".join(asked.get(e.name, ())))
        for e in EVENTS.values()
    ]
    return WIDE + _page(
        "Events",
        "A chart may hold any event. A rule sees only those that stand in it under one of these keys, or as it is also written, "
        "from the day on which they are on record; what nobody recorded did not happen. Where a file says it otherwise, "
        '[name it](../how-to/read-your-data.md): `names = { "rescue therapy" = "rescue" }`.',
        _table(("event", "label", "what counts", "also written", "asked about by"), rows),
    )


def _visits() -> str:
    rows = [(f"`{v.name}`", v.label, v.target, f"{v.low} to {v.high}") for v in HIMEJI_VISITS]
    return _page(
        "Visits",
        f"Source: {cite(HIMEJI_VISITS_SOURCE)} [`{HIMEJI_VISITS_SOURCE.key}`](sources.md#{HIMEJI_VISITS_SOURCE.key})",
        _table(("visit", "label", "due on day", "days that count"), rows),
        "## Readings",
        "\n".join(f"- {reading}" for reading in HIMEJI_VISITS_READINGS),
    )


def _readings() -> str:
    parts = ["A reading is one sentence that says how an ambiguous text was understood. Disagree with one? Say so, or "
             "[write your own definition](../how-to/add-a-definition.md)."]  # fmt: skip
    for name, definitions in shelf.shelves().items():
        for d in map(shelf.find, definitions):
            if d.readings:
                parts += [f"## [{d.label}](definitions/{name}.md#{d.name})", _bullets(d.readings)]
    parts += [
        f"## [{p.label}](protocols.md#{p.name})\n\n{_bullets(p.readings)}"
        for p in map(protocols.find, protocols.names())
    ]
    parts += ["## [Visits](visits.md)", _bullets(HIMEJI_VISITS_READINGS)]
    parts += [f"## {title} in a file\n\n{_bullets(readings)}" for title, readings in DOORS.items()]
    return _page("Readings", *parts)


def _commands() -> str:
    plain: dict[str, Any] = dict(main.context_settings) | {"max_content_width": 80, "terminal_width": 80}
    context = click.Context(main, info_name="remission", **plain)
    parts = [f"```text\n{main.get_help(context)}\n```",
             "Exit code 0: done. 1: done, and the data have findings of severity error. 2: misuse, with one sentence on "
             "standard error that says what happened, what was found and what to do."]  # fmt: skip
    for name, command in sorted(main.commands.items()):
        inner = click.Context(command, info_name=name, parent=context, **plain)
        parts += [f"## {name}", f"```text\n{command.get_help(inner)}\n```"]
    return _page("Commands", *parts)


def _errors() -> str:
    tree = inspect.cleandoc(errors.__doc__ or "").split("\n\n")[1]
    rows = [
        (f"`{name}`", parent, inspect.getdoc(kind))
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and issubclass(kind, errors.RemissionError)
        for parent in [", ".join(f"`{base.__name__}`" for base in kind.__bases__)]
    ]
    return _page(
        "Errors",
        "An error is for what is wrong with the call. What is wrong with the data is a finding, and a chart with findings "
        "still loads: see [how to read your data](../how-to/read-your-data.md#what-becomes-a-finding).",
        f"```text\n{inspect.cleandoc(tree)}\n```",
        _table(("error", "is a", "what for"), rows),
        "Every message has three parts: what happened, what was found, what to do. A misspelt name answers with the "
        "nearest one that is known.",
    )


def _sources() -> str:
    used: dict[str, list[str]] = {}
    for name, definitions in shelf.shelves().items():
        for d in map(shelf.find, definitions):
            used.setdefault(d.source.key, []).append(f"[`{d.name}`](definitions/{name}.md#{d.name})")
    for term, page in [*((a, "analytes") for a in ANALYTES.values()), *((d, "drugs") for d in DRUGS.values())]:
        keys = {term.source} | ({r.source for r in term.reference} if isinstance(term, Analyte) else set())
        for key in keys:
            link = f"[{page}]({page}.md)"
            if link not in used.setdefault(key, []):
                used[key].append(link)
    others = {
        "[visits](visits.md)": [HIMEJI_VISITS_SOURCE.key],
        "[units](analytes.md#how-units-are-converted)": [source.key for source in CONVERSION_SOURCES],
        "[codes](analytes.md)": [source.key for source in CODE_SOURCES],
        "the statistics of the report": METHODS.values(),
    }
    for link, keys in others.items():
        for key in dict.fromkeys(keys):
            used.setdefault(key, []).append(link)
    entries = [
        f'- <span id="{key}"></span>`{key}`: {cite(key)}'
        + (f"<br>Used by {', '.join(used[key])}." if key in used else "")
        for key in known_keys()
    ]
    return _page("Sources", "`remission cite results.json` prints the ones that a report used.", "\n".join(entries))


_PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "index.md": ("", _index),
    "protocols.md": ("Protocols", _protocols),
    "analytes.md": ("Analytes", _analytes),
    "drugs.md": ("Drugs", _drugs),
    "traits.md": ("Traits", _traits),
    "events.md": ("Events", _events),
    "visits.md": ("Visits", _visits),
    "readings.md": ("Readings", _readings),
    "commands.md": ("Commands", _commands),
    "errors.md": ("Errors", _errors),
    "sources.md": ("Sources", _sources),
}


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", *(part.strip() for part in parts)]) + "\n"


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(content: object) -> str:
    return " ".join(str(content).split()).replace("|", "\\|")


def _bullets(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _codes(codes: Iterable[str]) -> str:
    return "<br>".join(f"`{code}`" for code in codes)


def _sign(verified: bool) -> str:
    return "yes" if verified else "**no**"


def _end(end: float | None) -> str:
    return "" if end is None else f"{end:g}"


def _span(ends: tuple[float, float]) -> str:
    return "" if ends[1] == float("inf") else " to ".join(f"{end:g}" for end in ends)
