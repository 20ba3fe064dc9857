"""Response now, ever, confirmed and sustained are four different things."""

from __future__ import annotations

import polars as pl
import pytest

from remission.chart.chart import Chart
from remission.definitions.derive import derive
from remission.definitions.over_time import over_time
from remission.definitions.shelf import find
from remission.errors import UnknownName

LETTERS = {"y": "complete", "n": "none", "?": None}
VISITS = ["baseline", "month_2", "month_4", "month_6"]


def followed(letters: str) -> dict[str, str]:
    """Follow one patient through baseline and three visits; answers come back as letters."""
    rows = pl.DataFrame(
        {
            "patient": ["1"] * 4,
            "visit": pl.Series(VISITS, dtype=pl.Enum(VISITS)),
            "day": [0, 61, 122, 183],
            "himeji_2012": [LETTERS[letter] for letter in letters],
        }
    )
    answers = over_time(rows, find("himeji_2012"))
    shown = {True: "y", False: "n", None: "?"}
    told = {name: "".join(shown[x] for x in answers[name]) for name in ("current", "ever", "confirmed", "sustained")}
    return told | {"first": answers["first"].cast(pl.String).to_list()[-1]}


@pytest.mark.parametrize(
    ("letters", "ever", "confirmed", "sustained", "first"),
    [
        ("nyyy", "nyyy", "nnyy", "nyyy", "month_2"),
        ("nyny", "nyyy", "nnnn", "nynn", "month_2"),  # the founding paper's mean proteinuria: down, up, down
        ("nnny", "nnny", "nnnn", "nnny", "month_6"),
        ("nnnn", "nnnn", "nnnn", "nnnn", None),
        ("n?ny", "n??y", "nnnn", "n?ny", "month_6"),
        ("ny?y", "nyyy", "nn??", "ny??", "month_2"),
        ("ny?n", "nyyy", "nn?n", "ny?n", "month_2"),
        ("yyny", "nyyy", "nnnn", "nynn", "month_2"),  # remission on day 0 is no response
    ],
)
def test_four_words_for_response_are_told_apart(
    letters: str, ever: str, confirmed: str, sustained: str, first: str | None
) -> None:
    told = followed(letters)
    assert told == {
        "current": "n" + letters[1:],
        "ever": ever,
        "confirmed": confirmed,
        "sustained": sustained,
        "first": first,
    }


def test_patients_do_not_lean_on_one_another(himeji: Chart) -> None:
    rows = derive(himeji, ["himeji_2012"])
    whole = over_time(rows, find("himeji_2012"))
    for patient in himeji.who["patient"]:
        alone = over_time(rows.filter(patient=patient), find("himeji_2012"))
        assert alone.equals(whole.filter(patient=patient))


def test_a_condition_can_be_followed_too(himeji: Chart) -> None:
    answers = over_time(derive(himeji, ["sledai_remission"]), find("sledai_remission")).filter(visit="month_6")
    assert answers["current"].sum() == 3  # Kagawa 2012, Results
    assert answers["ever"].sum() >= 3


def test_a_level_that_the_definition_lacks_is_refused(himeji: Chart) -> None:
    rows = derive(himeji, ["himeji_2012", "egfr_jsn_2009"])
    with pytest.raises(UnknownName, match="partial"):
        over_time(rows, find("himeji_2012"), level="partial")
    with pytest.raises(UnknownName, match="egfr_jsn_2009 answers with a number"):
        over_time(rows, find("egfr_jsn_2009"))
