"""A protocol that cannot be followed is refused when it is made, with the part and the line to mend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from remission.errors import ProtocolError, SchemaError, UnknownName
from remission.protocols.find import find, names
from remission.protocols.protocol import (
    Band,
    Course,
    DoseTable,
    Down,
    Increase,
    Monitor,
    PerKg,
    Protocol,
    Reduce,
    Rule,
    StepDown,
    Steps,
    Stop,
    Switch,
    Taper,
)
from remission.terms.analytes import creatinine, tacrolimus_trough
from remission.terms.sources import Source
from remission.terms.traits import weight
from remission.terms.windows import HIMEJI_VISITS
from remission.terms.words import Word, days_on, on_this_dose, previous

HIMEJI = find("himeji_2012")
SOURCE = Source("kagawa_2012", at="Methods")
TACROLIMUS = Course(drug="tacrolimus", dose=3, titrated=True, source=SOURCE)
HIGH = tacrolimus_trough >= 10


def protocol(*courses: Course, **parts: Any) -> Protocol:
    return Protocol(name="mine", label="Mine", source=SOURCE, length=100, courses=courses or (TACROLIMUS,), **parts)


def course(**more: Any) -> Course:
    return Course(**({"drug": "tacrolimus", "dose": 3, "source": SOURCE} | more))


def rule(**more: Any) -> Rule:
    return Rule(**({"drug": "tacrolimus", "when": HIGH, "then": Reduce(1), "source": SOURCE} | more))


WRONG: dict[str, tuple[Any, str]] = {
    "two courses at once": (
        lambda: protocol(course(), course(start=5)),
        "contradicts itself. Found two courses of tacrolimus",
    ),
    "a gap between courses": (
        lambda: protocol(course(until=9), course(start=14)),
        "a gap between two courses of tacrolimus. Found nothing from day 10 to 13",
    ),
    "an end before the beginning": (
        lambda: protocol(course(start=5, until=4)),
        "ends before it begins. Found day 5 to 4",
    ),
    "a drug that is none": (lambda: protocol(course(drug="tacrolimos")), "The nearest name is 'tacrolimus'"),
    "a part that cites nothing": (lambda: protocol(course(source=Source("kagawa_2012"))), "cites nothing"),
    "a protocol that cites nothing": (
        lambda: replace(protocol(), source=Source("")),
        "The protocol mine cites nothing",
    ),
    "steps that begin late": (
        lambda: protocol(course(dose=Steps({7: 1, 14: 2}))),
        "leaves a gap. Found steps on days 7, 14",
    ),
    "a taper without a step": (
        lambda: protocol(course(dose=Taper(start=60, down=(Down(0, every=7, to=30),)))),
        "has no step",
    ),
    "a dose below nothing": (lambda: protocol(course(dose=-3)), "Found -3 mg, where 0.1 to 30 mg on a day is"),
    "a dose in another unit": (
        lambda: protocol(course(drug="mycophenolate_mofetil", dose=Steps({0: 2000, 14: 2}))),
        "it would be believable as 2 g",
    ),
    "bands without an end": (
        lambda: protocol(course(dose=DoseTable(weight, (Band(2, up_to=50), Band(3, up_to=60))))),
        "has a gap",
    ),
    "a rule for a drug that is not given": (
        lambda: protocol(rules=(rule(drug="mizoribine"),)),
        "can never be reached. Found no course of mizoribine",
    ),
    "a rule on days outside": (
        lambda: protocol(rules=(rule(from_day=200),)),
        "can never be reached. Found days 200 to 100",
    ),
    "a rule that no value meets": (
        lambda: protocol(rules=(rule(when=HIGH & (tacrolimus_trough < 5)),)),
        "which no believable value meets",
    ),
    "a rule beyond what is believable": (
        lambda: protocol(rules=(rule(when=creatinine > 1000),)),
        "which no believable value meets",
    ),
    "a rule in the shadow of another": (
        lambda: protocol(rules=(rule(), rule(then=Stop()))),
        "an earlier rule of the same drug with the same condition",
    ),
    "a level beyond what is believable": (
        lambda: protocol(rules=(rule(when=on_this_dose(tacrolimus_trough, "tacrolimus") >= 10000),)),
        "'tacrolimus trough concentration on this dose ≥ 10000', which no believable value meets",
    ),
    "either of two levels that no value meets": (
        lambda: protocol(rules=(rule(when=(tacrolimus_trough >= 10000) | (creatinine > 1000)),)),
        "which no believable value meets",
    ),
    "a narrow rule behind a wide one": (
        lambda: protocol(rules=(rule(when=tacrolimus_trough >= 5), rule(when=tacrolimus_trough >= 10))),
        "≥ 10, reduce by 1 mg' can never be reached. Found a rule that decides before it whenever it holds",
    ),
    "a reduction where another rule stops the drug": (
        lambda: protocol(rules=(rule(when=HIGH & (creatinine > 2)), rule(when=tacrolimus_trough > 8, then=Stop()))),
        "can never be reached. Found a rule that decides before it",
    ),
    "a rule on what is never measured": (
        lambda: protocol(rules=(rule(),)),
        "can never be known. Found no monitor of Tacrolimus trough concentration",
    ),
    "a rule on what another choice measures": (
        lambda: protocol(
            monitors=(Monitor(analyte=tacrolimus_trough, source=SOURCE, option="hours=24"),),
            rules=(rule(option="hours=12"),),
            switches=(Switch("hours", ("12", "24"), reading="Open."),),
        ),
        "can never be known. Found no monitor",
    ),
    "a taper to more than the first dose": (
        lambda: protocol(course(dose=Taper(start=20, down=(Down(5, every=7, to=30),)))),
        "does not go down. Found a stretch to 30 mg from at most 20 mg",
    ),
    "a taper to more than any first dose": (
        lambda: protocol(
            course(dose=Taper(start=DoseTable(weight, (Band(4, up_to=60), Band(5))), down=(Down(1, every=7, to=5),)))
        ),
        "does not go down. Found a stretch to 5 mg from at most 5 mg",
    ),
    "a taper below nothing": (
        lambda: protocol(course(dose=Taper(start=20, down=(Down(5, every=7, to=10), Down(5, every=7, to=-5))))),
        "goes below nothing. Found a stretch to -5 mg",
    ),
    "a taper after the protocol": (
        lambda: protocol(course(dose=Taper(start=20, first=400, down=(Down(5, every=7, to=10),)))),
        "can never begin. Found 400 days on the first dose from day 0 on, and the last day is 100",
    ),
    "a taper without a stretch": (
        lambda: protocol(course(dose=Taper(start=20, down=()))),
        "Found dose.down=() (test_checks.py, line ",
    ),
    "a course after the protocol": (
        lambda: protocol(course(start=200)),
        "begins after the protocol ends. Found day 200",
    ),
    "a protocol of no days": (lambda: replace(protocol(), length=-1), "ends before it begins. Found length=-1"),
    "a dose with its unit": (
        lambda: protocol(course(dose="3 mg")),
        "A Course cannot be read. Found dose='3 mg' (test_checks.py, line ",
    ),
    "no dose": (lambda: protocol(course(dose=None)), "Found dose=None"),
    "a list of doses": (lambda: protocol(course(dose=[60, 50])), "Found dose=[60, 50]"),
    "a dose that is no number": (lambda: protocol(course(dose=float("nan"))), "Found dose=nan"),
    "a step in a text": (
        lambda: protocol(course(dose=Taper(start=60, down=(Down("10", every=7, to=30),)))),  # type: ignore[arg-type]
        "Found dose.down[0].by='10'",
    ),
    "no source": (lambda: protocol(course(source=None)), "Found source=None"),
    "one course without its comma": (
        lambda: replace(protocol(), courses=TACROLIMUS),  # type: ignore[arg-type]
        "Found courses=Course(...)",
    ),
    "a rule that is always so": (lambda: protocol(rules=(rule(when=True),)), "Found when=True"),
    "a route that is none": (lambda: protocol(course(route="mouth")), "Write 'oral' or 'iv' or 'sc'"),
    "a rule that reads what is not there": (
        lambda: protocol(rules=(rule(when=Word.of("creatinin", "x") > 1),)),
        "reads what no chart holds. Found 'creatinin'",
    ),
    "a rule about a drug of another protocol": (
        lambda: protocol(rules=(rule(when=days_on("mizoribine") > 7),)),
        "can never be known. Found",
    ),
    "a rule about the visit before": (
        lambda: protocol(rules=(rule(when=creatinine > previous(creatinine)),)),
        "looks at whole visits. Found 'previous(creatinine)'",
    ),
    "a rule that raises a fixed dose": (
        lambda: protocol(course(), rules=(rule(then=Increase(1, to=4)),)),
        "changes a fixed course",
    ),
    "a step down to a drug that is not given": (
        lambda: protocol(rules=(rule(then=StepDown("mizoribine")),)),
        "keeps a drug that is not given",
    ),
    "a switch that turns nothing": (
        lambda: protocol(switches=(Switch("hours", ("12", "24"), reading="Open."),)),
        "A switch turns nothing. Found hours",
    ),
    "an option without its switch": (
        lambda: protocol(course(option="hours=12")),
        "names a switch that is not there. Found 'hours'",
    ),
    "a sample outside": (
        lambda: protocol(monitors=(Monitor(analyte=tacrolimus_trough, days={120: 3}, source=SOURCE),)),
        "due outside the protocol. Found day 120",
    ),
    "samples at the same time": (
        lambda: protocol(monitors=(Monitor(analyte=tacrolimus_trough, days={7: 4, 14: 4}, source=SOURCE),)),
        "due on the same days",
    ),
    "a response that is none": (
        lambda: protocol(response="himeji_2013", visits=HIMEJI_VISITS),
        "The response of mine is not known. Found 'himeji_2013'",
    ),
    "a response that looks back": (
        lambda: protocol(response="aurora_2_2023", visits=HIMEJI_VISITS),
        "cannot be asked on any day",
    ),
    "visits without baseline": (lambda: protocol(visits=HIMEJI_VISITS[1:]), "do not begin with baseline"),
}


def test_a_rule_that_another_leaves_room_is_not_refused():
    monitors = (Monitor(analyte=tacrolimus_trough, source=SOURCE), Monitor(analyte=creatinine, source=SOURCE))
    for rules in (
        (rule(when=HIGH), rule(when=tacrolimus_trough >= 5)),  # the narrow one first
        (rule(when=tacrolimus_trough >= 5, then=Reduce(1, to=2)), rule(then=Reduce(1, to=1))),  # from 2 mg on
        (rule(when=tacrolimus_trough >= 5, from_day=10), rule()),  # before day 10
        (rule(when=tacrolimus_trough >= 5, titrates=True), rule()),  # where the dose comes from elsewhere
        (rule(when=(tacrolimus_trough >= 5) & (creatinine > 2)), rule()),  # where creatinine is low
        (rule(when=(tacrolimus_trough >= 5) | (creatinine > 2)), rule(when=creatinine > 1)),
        (rule(), rule(when=tacrolimus_trough > 20, then=Stop())),  # the stop decides first
    ):
        assert protocol(rules=rules, monitors=monitors).rules == rules


@pytest.mark.parametrize("what", WRONG)
def test_a_protocol_that_cannot_be_followed_is_refused(what: str):
    make, says = WRONG[what]
    with pytest.raises(ProtocolError) as error:
        make()
    assert says in str(error.value)


def test_the_message_names_the_file_and_the_line_of_each_part():
    first = course()
    second = course(start=5)
    with pytest.raises(ProtocolError) as error:
        protocol(first, second)
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.startswith("    return Course(**"))
    assert f"(test_checks.py, line {number})" in str(error.value)


def test_a_file_of_ones_own_is_checked_when_it_is_read_and_the_line_to_mend_is_named(tmp_path: Path):
    file = tmp_path / "mine.py"
    file.write_text(
        "from remission.protocols.protocol import Course, Protocol\n"
        "from remission.terms.sources import Source\n"
        's = Source("kagawa_2012", at="Methods")\n'
        'mine = Protocol(name="mine", label="Mine", source=s, length=30, courses=(\n'
        '    Course(drug="tacrolimus", dose=3, source=s),\n'
        '    Course(drug="tacrolimus", dose=2, start=9, source=s),\n'
        "))\n",
        encoding="utf-8",
    )
    with pytest.raises(ProtocolError, match=r"mine\.py, line 5 and mine\.py, line 6"):
        find(str(file))


def test_a_file_of_ones_own_works_by_its_path(tmp_path: Path):
    file = tmp_path / "mine.py"
    file.write_text(
        "from remission.protocols.protocol import Course, Protocol\n"
        "from remission.terms.sources import Source\n"
        's = Source("ward_2026", at="page 2", says="3 mg once daily", reference="Ward protocol, version 3.")\n'
        'mine = Protocol(name="mine", label="Mine", source=s, length=30,\n'
        '    courses=(Course(drug="tacrolimus", dose=3, source=s),))\n',
        encoding="utf-8",
    )
    assert find(str(file)).drugs == ("tacrolimus",)


def test_a_file_without_a_protocol_of_its_name_and_a_name_that_no_shelf_has_are_told(tmp_path: Path):
    file = tmp_path / "mine.py"
    file.write_text("other = 1\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="has no Protocol named 'mine'"):
        find(str(file))
    with pytest.raises(UnknownName, match="The nearest name is 'himeji_2012'"):
        find("himeji-2013")


def test_every_protocol_of_the_shelf_can_be_followed_whatever_is_chosen():
    for name in names():
        for switch in find(name).switches:
            for choice in switch.choices:
                chosen = find(name).choose(**{switch.name: choice})
                assert chosen.choice(switch.name) == choice
                assert chosen.parts


def test_a_choice_that_is_none_is_told():
    with pytest.raises(UnknownName, match="'trough_hour'"):
        HIMEJI.choose(trough_hour="12")
    with pytest.raises(UnknownName, match="choice of trough_hours called '13'"):
        HIMEJI.choose(trough_hours="13")


def test_a_scheme_of_glucocorticoids_can_stand_in_the_place_of_another():
    mild = Protocol(
        name="mild",
        label="Mild",
        source=SOURCE,
        length=365,
        courses=(
            Course(
                drug="prednisolone",
                source=SOURCE,
                dose=Taper(start=PerKg(0.5, most=40), down=(Down(5, every=14, to=5),)),
            ),
        ),
    )
    both = HIMEJI.without("prednisolone", "methylprednisolone").beside(mild, name="both", label="Both")
    assert both.drugs == ("tacrolimus", "mizoribine", "prednisolone")
    assert "oral_start" not in {switch.name for switch in both.switches}
    with pytest.raises(ProtocolError, match="contradicts itself"):
        HIMEJI.beside(mild, name="both", label="Both")
