"""What Remission says when it is called wrongly: each message has what happened, what was found, and what to do.

The messages stand in `messages.txt`. Where one changes on purpose, run
`python tests/house/test_messages.py` and read the difference. A long list of names stands there as `…`, because a shelf
grows without touching any existing file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.chart.doors.read import read
from remission.chart.visits import wide
from remission.definitions.shelf import find
from remission.errors import RemissionError, SchemaError, UnitError, UnknownName
from remission.protocols.decide import decide
from remission.protocols.find import find as find_protocol
from remission.protocols.parts import Course
from remission.protocols.plan import plan
from remission.protocols.protocol import Protocol
from remission.report.facts import facts
from remission.stats.kernels import paired_t
from remission.stats.variable import variable
from remission.terms.analytes import proteinuria
from remission.terms.drugs import prednisolone_equivalent
from remission.terms.sources import Source, cite
from remission.terms.units import convert, factor
from remission.terms.windows import HIMEJI_VISITS

SNAPSHOT = Path(__file__).with_name("messages.txt")
WHO = pl.DataFrame({"patient": ["1"]})
SOURCE = Source("kagawa_2012", at="Methods")


def measured(**columns: list[object]) -> Chart:
    return Chart.of(who=WHO, measured=pl.DataFrame({"patient": ["1"], **columns}))


def on_day(start: int) -> Course:
    return Course(drug="tacrolimus", dose=3, start=start, source=SOURCE, place="mine.py, line 7")


MISUSES: dict[str, Callable[[], object]] = {
    "a misspelt analyte": lambda: convert("creatinin", 1, "mg/dL"),
    "a misspelt definition": lambda: find("himeji_2013"),
    "a definition that is none": lambda: find("xyzzy"),
    "a misspelt variable": lambda: variable("egfr_jsn_2008"),
    "a misspelt source": lambda: cite("kagawa_212"),
    "a drug that is no glucocorticoid": lambda: prednisolone_equivalent("tacrolimus", 3),
    "a quantity that no chart holds": lambda: wide(Chart.of(who=WHO), ["median(c3)"], HIMEJI_VISITS),
    "a patient who is not there": lambda: Chart.of(who=WHO).only(["2"]),
    "a column that charts do not have": lambda: measured(analyt=["c3"]),
    "a value without its unit": lambda: convert("creatinine", 72, None),
    "a unit of another quantity": lambda: convert("creatinine", 72, "g/d"),
    "a unit that nobody knows": lambda: convert("creatinine", 72, "mgdl"),
    "a unit that is not only multiplied": lambda: factor("hba1c", "mmol/mol"),
    "patients without patients": lambda: Chart.of(who=pl.DataFrame({"age": [30]})),
    "a patient twice": lambda: Chart.of(who=pl.DataFrame({"patient": ["1", "1"]})),
    "a date indoors": lambda: measured(analyte=["c3"], day=["2012-04-01"], value=[60.0]),
    "an analyte that is none in a chart": lambda: measured(analyte=["c33"], value=[60.0]),
    "a file that holds another definition": lambda: find(str(Path(__file__).with_name("test_messages.py"))),
    "no file at all": lambda: find("nowhere/mine.py"),
    "pairs of unequal number": lambda: paired_t(pl.Series([1.0]).to_numpy(), pl.Series([1.0, 2.0]).to_numpy()),
    "facts about another cohort": lambda: facts(Chart.of(who=WHO, name="mine")),
    "a cohort that is none": lambda: read("himejo"),
    "a switch that is none": lambda: find_protocol("himeji_2012").choose(trough="24"),
    "a choice that is none": lambda: find_protocol("himeji_2012").choose(trough_hours="6"),
    "a protocol that contradicts itself": lambda: Protocol(
        name="mine", label="", length=9, source=SOURCE, courses=(on_day(0), on_day(5))
    ),
    "a day before the first": lambda: decide(find_protocol("himeji_2012"), Chart.of(who=WHO), -7),
    "a plan for two": lambda: plan(find_protocol("himeji_2012"), Chart.of(who=pl.DataFrame({"patient": ["1", "2"]}))),
    "a chained comparison": lambda: 0.1 <= proteinuria <= 0.5,
}


def said(misuse: Callable[[], object]) -> str:
    try:
        misuse()
    except (RemissionError, TypeError) as error:
        text = re.sub(r"(?<=Use one of: ).+ and \d+ more", "…", str(error).replace(str(SNAPSHOT.parent), "…"))
        return f"{type(error).__name__}: {text}"
    return "nothing at all"


def page() -> str:
    return "".join(f"# {what}\n{said(misuse)}\n\n" for what, misuse in MISUSES.items())


@pytest.mark.parametrize("what", MISUSES)
def test_a_misuse_is_answered_with_the_words_that_were_agreed(what: str):
    agreed = dict(re.findall(r"^# (.+)\n((?:(?!# ).*\n)*)", SNAPSHOT.read_text(encoding="utf-8"), re.MULTILINE))
    assert said(MISUSES[what]) == agreed[what].strip()


def test_no_message_is_agreed_that_nothing_says():
    assert SNAPSHOT.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("what", MISUSES)
def test_a_message_has_at_least_what_happened_and_what_to_do(what: str):
    text = said(MISUSES[what]).partition(": ")[2]
    sentences = re.findall(r"[A-Z'`].+?[.](?= [A-Z'`]|$)", text.replace("\n", " "))
    assert len(sentences) >= 2, text
    assert text.endswith("."), text


def test_a_long_list_of_names_is_cut_short_and_says_how_many_are_left():
    names = [f"rule_{number:02}" for number in range(1, 16)]
    assert str(UnknownName.among("rule", "xyzzy", names)).endswith(f"Use one of: {', '.join(names[:12])} and 3 more.")


@pytest.mark.parametrize(
    ("error", "built_in"), [(UnknownName, LookupError), (UnitError, ValueError), (SchemaError, ValueError)]
)
def test_our_errors_are_also_python_s(error: type[Exception], built_in: type[Exception]):
    assert issubclass(error, built_in)
    assert issubclass(error, RemissionError)


if __name__ == "__main__":
    SNAPSHOT.write_text(page(), encoding="utf-8")
