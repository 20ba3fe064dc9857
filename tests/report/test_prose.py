"""Sentences are texts, and their numbers know the results behind them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html

from remission.chart.chart import Chart
from remission.errors import SchemaError
from remission.report.comparison import compare_definitions
from remission.report.compose import compose
from remission.report.compose_comparison import compose_comparison
from remission.report.document import Document, Figure, Listing, Paragraph, Provenance, Table, results_in
from remission.report.evaluation import Evaluation
from remission.report.prose import Piece, Prose, join, pieces, say, traced
from remission.report.render_html import to_html
from remission.report.tables.cells import people
from remission.report.tables.course import course_table
from remission.stats.result import Result

COUNT = Result(variable="himeji_2012", level="complete", visit="month_6", statistic="count", value=7, n=8)
PERCENT = replace(COUNT, statistic="percent", value=87.5)
RATE = say("Complete: {} ({}).", traced("7 of 8", COUNT), traced("87.5 %", PERCENT))
PROVENANCE = {
    r.id: Provenance(label=r.statistic, value_text=str(r.value), verified=r is COUNT) for r in (COUNT, PERCENT)
}


def test_a_sentence_is_a_text_that_keeps_what_its_numbers_stand_on():
    assert RATE == "Complete: 7 of 8 (87.5 %)."
    assert isinstance(RATE, str)
    assert RATE.pieces == (
        Piece(text="Complete: "),
        Piece(text="7 of 8", results=(COUNT.id,)),
        Piece(text=" ("),
        Piece(text="87.5 %", results=(PERCENT.id,)),
        Piece(text=")."),
    )


def test_sentences_join_and_fill_without_losing_a_result():
    both = join("; ", [RATE, "plain", RATE])
    assert both == f"{RATE}; plain; {RATE}"
    assert [p.results for p in both.pieces if p.results] == [(COUNT.id,), (PERCENT.id,)] * 2
    assert say("{}", RATE).pieces == RATE.pieces
    assert join(", ", []) == ""
    assert pieces("plain") == (Piece(text="plain"),)


def test_a_sentence_with_too_few_parts_is_a_fault_of_ours():
    with pytest.raises(ValueError, match="zip"):
        say("{} of {}", "7")


def test_a_number_without_a_result_is_words():
    assert traced("7", None).pieces == (Piece(text="7"),)
    assert people(1) == "1 patient"
    assert people(8, COUNT).pieces == (Piece(text="8 patients", results=(COUNT.id,)),)


def test_what_is_made_of_a_sentence_by_other_means_is_plain_text():
    assert not isinstance(f"{RATE}", Prose)
    assert not isinstance(RATE.upper(), Prose)


@pytest.fixture
def page():
    figure = Figure(key="f", number="Figure 1", title=RATE, alt="", svg="<svg/>", png=b"", notes=(RATE,))
    table = Table(key="t", number="Table 1", title=RATE, head=(), body=(), notes=(RATE,))
    blocks = (Paragraph(text=RATE), Listing(items=(RATE, "plain")), figure, table)
    return to_html(Document(title="Eight", subtitle=RATE, blocks=blocks, provenance=PROVENANCE))


def test_every_place_for_prose_makes_its_numbers_buttons(page):
    tree = html.fromstring(page)
    for place in ("p[@class='subtitle']", "p[@class='prose']", "ul[@class='prose']/li", "figcaption", "caption",
                  "div[@class='notes']/p"):  # fmt: skip
        (found, *_) = tree.xpath(f"//{place}")
        assert [b.text_content() for b in found.xpath(".//button")] == ["7 of 8", "87.5 %"], place
        assert found.text_content().endswith("Complete: 7 of 8 (87.5 %)."), place
    buttons = tree.xpath("//p[@class='prose']//button")
    assert [b.get("class") for b in buttons] == ["from", "from unverified"]
    assert [b.get("data-results") for b in buttons] == ["0", "1"]
    assert tree.xpath("//nav//a")[0].text_content() == RATE


def test_no_line_breaks_between_a_number_and_its_brackets(page):
    (whole,) = html.fromstring(page).xpath("//p[@class='prose']//*[@class='whole']")
    assert whole.text_content() == "(87.5 %)."


def test_a_sentence_is_escaped_like_any_text():
    hostile = say("{} <script>", traced("<b>7</b>", COUNT))
    page = to_html(Document(title="t", blocks=(Paragraph(text=hostile),), provenance=PROVENANCE))
    assert "&lt;b&gt;7&lt;/b&gt;</button> &lt;script&gt;" in page


def test_a_sentence_without_provenance_is_refused():
    with pytest.raises(SchemaError, match="printed number has no provenance"):
        Document(title="t", blocks=(Listing(items=(RATE,)),))


def prose_of(document: Document) -> list[str]:
    """Give the sentences of a document that are made from results."""
    texts: list[str] = [document.subtitle]
    for block in document.blocks:
        match block:
            case Paragraph(text=text):
                texts.append(text)
            case Listing(items=items):
                texts += items
            case Table() | Figure():
                texts += (block.title, *block.notes)
            case _:
                pass
    return [text for text in texts if isinstance(text, Prose)]


def test_every_number_of_the_report_s_summary_stands_on_a_result(himeji: Chart, evaluated: Evaluation):
    document = compose(evaluated, compare_definitions(himeji, ["himeji_2012", "chen_2008"]))
    said = prose_of(document)
    assert "8 patients with results at baseline, month 2, month 4, month 6." in said
    assert (
        "At month 6: complete remission in 7 of 8 (87.5 %, 95 % interval 47.3–99.7 %); SLEDAI remission in 3 of 8 (37.5 %, "
        "95 % interval 8.5–75.5 %)." in said
    )
    assert (
        "Complete remission: 5/8 at month 2, 5/8 at month 4, 7/8 at month 6. SLEDAI remission: 2/8 at month 2, 4/8 at month "
        "4, 3/8 at month 6." in said
    )
    bare = " ".join(piece.text for text in said for piece in pieces(text) if not piece.results)
    # what is left are names of visits and definitions, levels of confidence, and what the chart holds
    bare = re.sub(r"month \d+|\d{4}|95 % interval|Table S?1|\d+ (results|courses|events)", "", bare)
    assert not re.search(r"\d", bare), bare


def test_every_number_of_a_comparison_s_sentences_stands_on_a_result(himeji: Chart):
    c = compare_definitions(himeji, ["himeji_2012", "eular_2019", "aurora_1_2021", "acr_2006"])
    items = next(block.items for block in compose_comparison(c).blocks if isinstance(block, Listing))
    counts = [piece.text for text in items for piece in pieces(text) if piece.results]
    assert {"4 of 8", "50.0 %", "15.7–84.3 %", "3"} <= set(counts)
    assert results_in((), *items) <= set(c.results["id"])


def test_the_number_of_patients_is_a_result_of_everyone_and_of_each_arm(evaluated: Evaluation):
    everyone = evaluated.get("patients", "enrolled")
    assert everyone is not None
    assert (everyone.value, everyone.n) == (8, 8)


def test_the_number_of_pairs_and_what_tests_declare_lead_to_their_test(evaluated: Evaluation):
    (pairs,) = (note for note in course_table(evaluated).notes if note.startswith("Tests:"))
    (named,) = (piece.results for piece in pieces(pairs) if piece.results)
    assert all(".change." in name for name in named)
