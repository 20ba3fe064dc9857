"""The dosing card: one page, plain, whole, and honest about what is not known."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from remission.errors import SchemaError, UnknownName
from remission.protocols.find import find, names
from remission.protocols.plan import plan
from remission.report.card import card_html, card_pdf, dosing_card
from remission.report.card.compose import Card
from remission.report.card.words import ENGLISH, JAPANESE, drug_name
from remission.terms.drugs import DRUGS

START = "2026-01-05"
TRAITS = {"weight": 54.0, "height": 160.0, "age": 30.0, "female": True}


def card(protocol: str = "himeji_2012", **said: object) -> Card:
    return dosing_card(plan(find(protocol), **TRAITS), **said)  # type: ignore[arg-type]


def text_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize(("language", "start"), [("en", START), ("ja", None)])
def test_the_card_of_every_protocol_is_one_page_with_its_drugs_and_the_last_word(name, language, start):
    made = card(name, language=language, start=start)
    (page,) = text_of(card_pdf(made))
    page = re.sub(r"\s", "", page)
    for column in made.columns:
        assert column.drug.replace(" ", "") in page
    assert {"en": "acliniciandecides", "ja": "判断は医師が行います"}[language] in page
    assert made.words.ask.replace(" ", "") in page


def test_its_rows_are_the_tapers_of_the_paper_with_tablets_and_weeks():
    rows = [(row.dates, row.weeks, *(dose.tablets for dose in row.doses)) for row in card(start=START).periods]
    assert rows == [
        ("Mon 5 Jan – Wed 7 Jan", "week 1", "", "3 × 1 mg", "6 × 50 mg"),
        ("Thu 8 Jan – Wed 14 Jan", "weeks 1–2", "12 × 5 mg", "3 × 1 mg", "6 × 50 mg"),
        ("Thu 15 Jan – Wed 21 Jan", "weeks 2–3", "10 × 5 mg", "3 × 1 mg", "6 × 50 mg"),
        ("Thu 22 Jan – Wed 28 Jan", "weeks 3–4", "8 × 5 mg", "3 × 1 mg", "6 × 50 mg"),
        ("Thu 29 Jan – Wed 11 Feb", "weeks 4–6", "6 × 5 mg", "3 × 1 mg", "6 × 50 mg"),
        ("Thu 12 Feb – Wed 25 Feb", "weeks 6–8", "5 × 5 mg", "3 × 1 mg", "6 × 50 mg"),
        ("Thu 26 Feb – Tue 5 Jan 2027", "weeks 8–53", "4 × 5 mg", "3 × 1 mg", "6 × 50 mg"),
    ]


@pytest.mark.parametrize("name", names())
def test_every_dose_of_a_plan_by_mouth_stands_in_its_row_and_no_other(name):
    made = plan(find(name), **TRAITS)
    told = dosing_card(made, language="en")
    for row in told.periods:
        first = int(re.findall(r"\d+", row.dates)[0])
        for column, dose in zip(told.columns, row.doses, strict=True):
            due = [d for d in made.doses.to_dicts() if DRUGS[d["drug"]].label.lower() == column.drug]
            due = [d["dose"] for d in due if d["day"] <= first <= d["until"] and d["route"] == "oral"]
            shown = [float(mg) for mg in re.findall(r"^([\d.]+) mg", dose.mg)]
            assert shown == due


def test_a_drug_of_three_days_a_week_has_boxes_to_tick_or_the_days_that_are_agreed():
    open_, agreed = card(), card(weekdays={"mizoribine": ["fri", "mon", "wed"]})
    assert open_.columns[2].only == "only on 3 days a week"
    assert open_.ticks[0].asks == "Tick the 3 days on which you take mizoribine"
    assert not any(ticked for _, ticked in open_.ticks[0].days)
    assert agreed.columns[2].only == "Mon, Wed, Fri"
    assert [day for day, ticked in agreed.ticks[0].days if ticked] == ["Mon", "Wed", "Fri"]
    with pytest.raises(SchemaError, match="Name 3 different days"):
        card(weekdays={"mizoribine": ["mon"]})


def test_it_says_when_blood_is_drawn_and_how_long_after_the_dose():
    first, second, *_, last = card(start=START).appointments
    assert (first.date, first.also) == ("Mon 5 Jan – Wed 7 Jan", "")
    assert first.what.startswith("Methylprednisolone 500 mg as an infusion, check-up")
    assert (second.date, second.also) == ("Mon 12 Jan", "or any day 9 Jan to 15 Jan")
    assert second.what == "Blood for the tacrolimus level"
    assert second.hours == "12 hours after your last dose of tacrolimus"
    assert (last.date, last.hours) == ("Tue 5 Jan 2027", "")
    assert card(language="ja", start=START).appointments[1].hours == "最後にタクロリムスをのんでから12時間後"


def test_what_is_not_known_is_a_question_on_the_card_and_never_a_dose():
    made = dosing_card(plan(find("himeji_2012")), language="en", start=START)
    assert made.asks == ("prednisolone: Weight is not known, and the dose of prednisolone depends on it.",)
    assert [row.doses[0].mg for row in made.periods] == ["none", "ask your doctor"]
    assert "Do not use this card before a doctor has answered" in card_html(made)
    long = card("nih_cyclophosphamide")
    assert [row.doses[0].mg for row in long.periods] == ["55 mg", "ask your doctor"]


def test_tablets_that_cannot_make_a_dose_send_the_patient_to_the_pharmacist():
    made = dosing_card(plan(find("himeji_2012"), weight=54.0, strengths={"prednisolone": [7]}), language="en")
    assert (made.periods[1].doses[0].mg, made.periods[1].doses[0].tablets) == ("60 mg", "ask your pharmacist")


def test_an_unverified_protocol_says_so_on_the_card():
    assert "bao_2008 is not verified" in card_html(card("bao_2008"))
    assert "not verified" not in card_html(card())


@pytest.mark.parametrize("drug", DRUGS)
def test_every_drug_has_a_japanese_name(drug):
    assert re.match("[ァ-ヶー]+", drug_name(drug, JAPANESE))
    assert drug_name(drug, ENGLISH) == DRUGS[drug].label.lower()


def test_a_card_needs_nothing_but_itself_and_escapes_what_it_is_told():
    page = card_html(card(name="<b>A & B", contact='"x" <script>'))
    assert "<script" not in page
    assert "&lt;b&gt;A &amp; B" in page
    assert not re.findall(r'(?:src|href)="|url\(|https?://(?!doi)', page)


def test_the_same_plan_gives_the_same_card_and_a_name_in_japanese_stands_on_an_english_one():
    assert card_pdf(card(start=START)) == card_pdf(card(start=START))
    assert "姫路" in text_of(card_pdf(card(name="姫路")))[0]


def test_a_card_in_another_language_is_refused():
    with pytest.raises(UnknownName, match="language of cards"):
        card(language="fr")


@pytest.mark.parametrize(
    ("name", "counted"), [("himeji_2012", True), ("kdigo_2024_reduced", True), ("nih_cyclophosphamide", False)]
)
def test_a_card_explains_how_tablets_are_counted_only_where_it_counts_any(name, counted):
    made = card(name, start=START)
    assert any("×" in dose.tablets for row in made.periods for dose in row.doses) is counted
    assert (ENGLISH.legend in card_html(made)) is counted
    (page,) = text_of(card_pdf(made))
    assert ("taken together" in " ".join(page.split())) is counted


def test_capsules_of_mycophenolate_and_of_voclosporin_are_counted():
    doses = {column.drug: dose.tablets for row in card("aurora_1_2021", start=START).periods[:1]
             for column, dose in zip(card("aurora_1_2021", start=START).columns, row.doses, strict=True)}  # fmt: skip
    told = " ".join(doses.values())
    assert "250 mg" in told  # CellCept capsules, Japan
