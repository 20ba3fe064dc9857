"""What decides where a definition says no, and what is missing where it cannot say."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remission.chart.chart import Chart
from remission.definitions.definition import Definition, derived, levels
from remission.definitions.judge import Judged, judge
from remission.errors import SchemaError
from remission.terms.analytes import albumin, creatinine, hemoglobin, proteinuria, upcr
from remission.terms.sources import Source
from remission.terms.windows import Visit
from remission.terms.words import Condition, baseline, dosed_above, on_record, upper_normal

SOURCE = Source("kagawa_2012")
TODAY = (Visit(name="baseline", label="Baseline", target=0, low=-28, high=0),
         Visit(name="today", label="Today", target=61, low=31, high=91))  # fmt: skip


def define(value: object, name: str = "rule", **more: object) -> Definition:
    return Definition(name=name, label=name, value=value, source=SOURCE, words=f"{name}.", **more)


def judged(
    rule: object,
    *,
    before: dict[str, float] | None = None,
    who: dict[str, object] | None = None,
    given: pl.DataFrame | None = None,
    happened: pl.DataFrame | None = None,
    **values: object,
) -> tuple[Judged, int]:
    """Judge one patient today; values may be given as ("<", 0.3)."""
    rows = [(0, name, value) for name, value in (before or {}).items()] + [(61, n, v) for n, v in values.items()]
    measured = pl.DataFrame(
        [
            {"patient": "1", "day": day, "analyte": name, "value": value[1] if isinstance(value, tuple) else value,
             "censored": value[0] if isinstance(value, tuple) else None}
            for day, name, value in rows
        ],
        infer_schema_length=None,
    )  # fmt: skip
    limits = pl.DataFrame({"analyte": ["creatinine"], "high": [0.79]})
    chart = Chart.of(who=pl.DataFrame([{"patient": "1", **(who or {})}]), measured=measured, given=given, happened=happened,
                     limits=limits)  # fmt: skip
    definition = rule if isinstance(rule, Definition) else define(rule)
    return judge(chart, [definition], visits=TODAY), 1


def why(found: tuple[Judged, int]) -> tuple[str, bool, str]:
    held, row = found
    judgement = held.judgements["rule"]
    reason = judgement.reasons[judgement.why[row]]
    return reason.words, reason.alone, held.seen("rule")[row]


def wanted(found: tuple[Judged, int]) -> set[str]:
    held, row = found
    judgement = held.judgements["rule"]
    return {what for what in judgement.wanted.columns if judgement.wanted[what][row]}


HIMEJI = levels(
    complete=(proteinuria < 0.2)
    & ((creatinine <= upper_normal(creatinine)) | (creatinine <= 1.15 * baseline(creatinine)))
)


def test_one_requirement_that_is_not_met_decides_alone():
    told = why(judged(HIMEJI, before={"creatinine": 1.0}, proteinuria=0.3, creatinine=0.6))
    assert told == ("24-hour urine protein < 0.2", True, "0.3 g/day")


def test_a_choice_is_one_requirement_with_the_limits_of_both_ways():
    words, alone, seen = why(judged(HIMEJI, before={"creatinine": 0.5}, proteinuria=0.1, creatinine=0.9))
    assert (
        words
        == "serum creatinine ≤ upper normal limit of serum creatinine or serum creatinine ≤ 1.15 × baseline serum creatinine"
    )
    assert (alone, seen) == (True, "0.9 mg/dL (limit 0.79; 0.575)")


def test_two_requirements_that_are_not_met_decide_only_together():
    words, alone, seen = why(judged(HIMEJI, before={"creatinine": 0.5}, proteinuria=0.3, creatinine=0.9))
    assert not alone
    assert words.startswith("24-hour urine protein < 0.2 and (serum creatinine ≤ ")
    assert seen == "24-hour urine protein: 0.3 g/day; serum creatinine: 0.9 mg/dL (limit 0.79; 0.575)"


def test_an_open_requirement_does_not_keep_another_from_deciding():
    assert why(judged(HIMEJI, proteinuria=0.3))[:2] == ("24-hour urine protein < 0.2", True)


def test_what_must_not_be_is_said_as_a_requirement():
    rescued = pl.DataFrame({"patient": ["1"], "day": [30], "what": ["rescue"]})
    rule = levels(complete=(proteinuria < 0.5) & ~on_record("rescue") & ~(creatinine > 1.4))
    assert why(judged(rule, proteinuria=0.1, creatinine=1.0, happened=rescued)) == (
        "no rescue on record", True, "rescue on record: yes",
    )  # fmt: skip
    assert why(judged(rule, proteinuria=0.1, creatinine=1.5)) == ("serum creatinine ≤ 1.4", True, "1.5 mg/dL")


def test_a_dose_above_a_ceiling_is_counted_in_days():
    doses = pl.DataFrame(
        {"patient": ["1"], "day": [0], "until": [61], "drug": ["prednisolone"], "dose": [20.0], "days_per_week": [7.0]}
    )
    rule = levels(complete=~dosed_above("glucocorticoids", 10, days=3, within=56))
    assert why(judged(rule, given=doses, proteinuria=0.1)) == (
        "no glucocorticoids > 10 mg/day for ≥ 3 days of the last 56", True, "days on glucocorticoids > 10 mg/day: 56",
    )  # fmt: skip


def test_the_arm_of_a_rule_that_baseline_chose_is_not_what_decided():
    arms = ((baseline(upcr) >= 3) & (upcr < 3)) | ((baseline(upcr) < 3) & (upcr <= 0.5 * baseline(upcr)))
    assert why(judged(levels(response=arms), before={"upcr": 4.0}, upcr=3.5))[0] == "urine protein/creatinine ratio < 3"
    words, alone, seen = why(judged(levels(response=arms), before={"upcr": 2.0}, upcr=1.5))
    assert words == "urine protein/creatinine ratio ≤ 0.5 × baseline urine protein/creatinine ratio"
    assert (alone, seen) == (True, "1.5 g/gCr (limit 1)")


def test_a_rule_that_rests_on_another_is_followed_to_its_conditions():
    rule = define(levels(complete=(derived("himeji_2012", "response") == "complete") & (albumin >= 3.5)))
    assert why(judged(rule, proteinuria=0.3, creatinine=0.6, albumin=4.0))[0] == "24-hour urine protein < 0.2"


def test_a_no_is_known_although_a_lesser_level_is_not():
    rule = levels(complete=proteinuria < 0.2, partial=(proteinuria < 1) & (albumin > 3))
    held, row = judged(rule, proteinuria=0.5)
    judgement = held.judgements["rule"]
    assert (judgement.answers[row], judgement.reached[row], judgement.responded[row]) == (None, False, None)
    assert judgement.level == "complete"


def test_what_is_missing_is_named_where_it_could_decide_and_nowhere_else():
    assert wanted(judged(HIMEJI, creatinine=0.6)) == {"24-hour urine protein"}
    assert wanted(judged(HIMEJI, proteinuria=0.1)) == {"serum creatinine", "baseline serum creatinine"}
    assert wanted(judged(HIMEJI, proteinuria=0.3)) == set(), "a no needs nothing more"


def test_a_bound_that_leaves_a_comparison_open_is_named():
    assert wanted(judged(HIMEJI, proteinuria=("<", 0.3), creatinine=0.6)) == {"whether 24-hour urine protein < 0.2"}
    assert why(judged(HIMEJI, proteinuria=(">", 0.3), creatinine=0.6))[2] == ">0.3 g/day"


def test_an_age_outside_those_of_a_rule_is_named():
    adults = define(levels(complete=proteinuria < 0.2), ages=(18, None))
    assert wanted(judged(adults, who={"age": 15.0}, proteinuria=0.1)) == {"an age at which the rule may be used"}


def test_a_number_cannot_be_compared():
    with pytest.raises(SchemaError, match=r"'egfr_jsn_2009' answers with a number"):
        judge(Chart.of(who=pl.DataFrame({"patient": ["1"]})), ["egfr_jsn_2009"])


# --- laws: against flipping one comparison at a time and judging again ---

LEAVES = (proteinuria < 1, creatinine < 1, albumin < 1, hemoglobin < 1)
NAMES = ("proteinuria", "creatinine", "albumin", "hemoglobin")


@st.composite
def rules(draw: st.DrawFn) -> tuple[Condition, tuple[int, ...]]:
    """Draw a rule in which each comparison stands once, and the order in which they stand."""
    order = draw(st.permutations(range(len(LEAVES))))
    used = order[: draw(st.integers(1, len(order)))]
    made: list[Condition] = [LEAVES[at] for at in used]
    while len(made) > 1:
        left, right = made.pop(), made.pop()
        left = ~left if draw(st.booleans()) else left
        made.append(right & left if draw(st.booleans()) else right | left)
    return (~made[0] if draw(st.booleans()) else made[0]), tuple(used)


@given(rule=rules(), values=st.lists(st.sampled_from([0.5, 2.0, None]), min_size=4, max_size=4))
def test_a_reason_is_what_flipping_one_comparison_and_judging_again_finds(rule, values):
    condition, used = rule
    today = {name: value for name, value in zip(NAMES, values, strict=True) if value is not None}
    held, row = judged(condition, **(today or {"hemoglobin": 9.0}))
    judgement = held.judgements["rule"]
    if judgement.reached[row] is not False:
        assert judgement.why[row] is None
        return
    reason = judgement.reasons[judgement.why[row]]

    def no_more(name: str) -> bool:
        flipped = today | {name: 2.5 - today[name]}
        again, at = judged(condition, **flipped)
        return again.judgements["rule"].reached[at] is not False

    turning = {at for at in used if NAMES[at] in today and no_more(NAMES[at])}
    named = {leaf.seen.words for leaf, _ in reason.leaves}
    words = {LEAVES[at].seen.words for at in turning}
    assert not turning or reason.alone
    assert not turning or named == words


@given(values=st.lists(st.sampled_from([0.5, 2.0, None]), min_size=4, max_size=4))
def test_what_is_wanted_settles_the_answer_once_it_is_known(values):
    condition = (LEAVES[0] | LEAVES[1]) & LEAVES[2] & ~LEAVES[3]
    today = {name: value for name, value in zip(NAMES, values, strict=True) if value is not None}
    if not today:
        return
    found = judged(condition, **today)
    held, row = found
    if held.judgements["rule"].reached[row] is not None:
        assert wanted(found) == set()
        return
    by_label = {leaf.seen.words: name for leaf, name in zip(LEAVES, NAMES, strict=True)}
    known = today | {by_label[what]: 0.5 for what in wanted(found)}
    again, at = judged(condition, **known)
    assert again.judgements["rule"].reached[at] is not None


def test_judging_one_patient_is_judging_a_cohort_of_one(himeji: Chart):
    whole = judge(himeji, ["himeji_2012", "chen_2008"])
    alone = judge(himeji.only(["3"]), ["himeji_2012", "chen_2008"])
    there = whole.rows["patient"].cast(pl.String) == "3"
    for name in ("himeji_2012", "chen_2008"):
        assert whole.judgements[name].reached.filter(there).equals(alone.judgements[name].reached)
        assert whole.seen(name).filter(there).equals(alone.seen(name))


def test_two_definitions_are_judged_as_each_alone(himeji: Chart):
    rule = replace(define(levels(complete=proteinuria < 0.5)), name="half")
    both = judge(himeji, ["himeji_2012", rule])
    assert both.judgements["half"].reached.equals(judge(himeji, [rule]).judgements["half"].reached)
