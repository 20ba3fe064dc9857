"""The document model, and the three ways in which it is set."""

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from lxml import html
from pypdf import PdfReader

from remission.errors import SchemaError
from remission.report import render_pdf
from remission.report.document import (
    Cell,
    Document,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Provenance,
    Row,
    Table,
)
from remission.report.layout import column_shares, lead, sheets
from remission.report.render_docx import to_docx
from remission.report.render_html import to_html
from remission.report.render_pdf import to_pdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '<script>alert("x")</script> & "quotes" \'too\''
LONG_NOTE = "CR, complete remission; HZV, herpes zoster virus; ND, not determined; " + "a long note goes on. " * 12
SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" width="200pt" height="100pt" viewBox="0 0 200 100">'
    '<metadata>drawn by a library</metadata><defs><clipPath id="clip"><rect width="200" height="100"/></clipPath>'
    '<path id="dot" d="M0 0H4V4H0Z"/></defs><g clip-path="url(#clip)"><use xlink:href="#dot" x="9" y="9"/></g></svg>'
)


def picture() -> bytes:
    """Draw four by two grey points as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    points = b"".join(b"\0" + b"\x80" * 4 for _ in range(2))
    shape = struct.pack(">IIBBBBB", 4, 2, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", shape) + chunk(b"IDAT", zlib.compress(points)) + chunk(b"IEND", b"")


def number(text: str, *results: str, mark: str = "") -> Cell:
    return Cell(text=text, kind="number", results=results, mark=mark)


def stub(text: str, indent: int = 0) -> Cell:
    return Cell(text=text, kind="stub", indent=indent)


def head(*texts: str) -> Row:
    return Row(cells=tuple(Cell(text=text, kind="head") for text in texts))


COURSE = Table(
    key="table-2",
    number="Table 2",
    title="Changes in the biochemical parameters after treatment",
    head=(
        Row(cells=(Cell(text="", kind="head", span=2), Cell(text="After treatment", kind="head", span=2))),
        head("Parameter", "Baseline", "Month 2", "Month 6"),
    ),
    body=(
        Row(cells=(stub("Extrarenal features, number (%)"),), heading=True),
        Row(cells=(stub("Mucocutaneous", indent=1), number("4 (50)", "a"), number("0 (0)"), number("0 (0)"))),
        Row(cells=(stub("Proteinuria, g/day"), number("4.56 (2.8)", "a"), number("<0.1", "b", mark="**"), number("—"))),
        Row(cells=(stub("Anti-dsDNA, IU/L"), number("186 (129)", "a"), number("16.7", "b", "a"), number("9.3 (7.4)"))),
        Row(cells=(stub(HOSTILE), Cell(text="=cmd()"), Cell(text="Hypertension\nHZV"), Cell(text="Hb\x0b low"))),
    ),
    notes=("*p < 0.05, **p < 0.01 against baseline.", LONG_NOTE),
)
PATIENTS = Table(
    key="table-3",
    number="Table 3",
    title="Dosages, blood concentrations and adverse effects",
    head=(head(*(f"Concentration {at} (ng/mL)" for at in range(10))),),
    body=tuple(
        Row(cells=(stub(f"Patient {at}"), *(Cell(text="3 → 2 → stopped") for _ in range(9)))) for at in range(1, 9)
    ),
)
FIGURE = Figure(
    key="figure-1",
    number="Figure 1",
    title="Remission rates",
    alt='Seven of eight, "87.5 %"',
    svg=SVG,
    png=picture(),
    notes=("Exact intervals.",),
)
PROVENANCE = {
    "a": Provenance(
        label="Proteinuria, baseline, mean",
        value_text="4.56 g/day",
        n=8,
        missing=0,
        definition="Mean; </script><b>bold</b>",
        source="Kagawa 2012, Table 2",
        readings=("SD is of the sample.", "Half-up."),
        verified=True,
    ),
    "b": Provenance(
        label="Proteinuria, month 2",
        value_text="<0.1 g/day",
        n=7,
        missing=1,
        test="Wilcoxon signed-rank, exact",
        p_text="0.0078125",
        verified=False,
    ),
}
REPORT = Document(
    title="Evaluation of eight patients",
    subtitle="Himeji cohort",
    notice="Reconstructed from published summary statistics; not real patients",
    blocks=(
        Heading(text="Course"),
        Paragraph(text=f"Paragraph with {HOSTILE}."),
        COURSE,
        FIGURE,
        Heading(text="Each patient"),
        PATIENTS,
        Heading(text="Set aside", level=2),
        Listing(items=("Two rows without a unit.", "One visit outside every window.")),
    ),
    provenance=PROVENANCE,
    references=("Kagawa H. Clin Exp Nephrol 2012.", "Matsuo S. Am J Kidney Dis 2009."),
    made_by="remission 0.1.0",
)
JAPANESE = "尿蛋白（ループス腎炎）"


def with_japanese() -> Document:
    return replace(REPORT, blocks=(*REPORT.blocks, Paragraph(text=JAPANESE)))


def without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words_of(document: Document) -> Iterator[str]:
    """Walk through every text that a reader must find in any rendering of tables, figures and prose."""
    yield from (document.title, document.subtitle, document.notice, document.made_by, *document.references)
    for block in document.blocks:
        match block:
            case Table() | Figure():
                yield from (block.number, block.title, *block.notes)
            case Listing():
                yield from block.items
            case _:
                yield block.text
    for table in document.tables:
        yield from (cell.text.replace("\x0b", "") for row in (*table.head, *table.body) for cell in row.cells)


# ---------------------------------------------------------------- the model


def test_a_table_with_a_ragged_row_is_refused() -> None:
    with pytest.raises(SchemaError, match=r"Table 2 cannot be set.*Row 8 covers 2, the table has 4.*Add the missing"):
        replace(COURSE, body=(*COURSE.body, Row(cells=(stub("x"), number("1")))))


def test_a_number_without_provenance_is_refused() -> None:
    with pytest.raises(SchemaError, match=r"no provenance.*the first of them 'b'"):
        replace(REPORT, provenance={"a": PROVENANCE["a"]})


def test_two_blocks_with_one_key_are_refused() -> None:
    with pytest.raises(SchemaError, match="'figure-1' 2 times"):
        replace(REPORT, blocks=(FIGURE, FIGURE))


def test_numbers_are_moved_until_their_decimal_points_stand_in_line() -> None:
    column = [cells[1] for cells in lead(COURSE)[1:4]]
    assert column == [2, 2, 0], "4, 4.56 and 186: the units of the first two stand under the 6"


def test_a_censored_number_counts_its_sign_and_a_dash_is_left_where_it_is() -> None:
    rows = tuple(Row(cells=(number(text),)) for text in ("<0.1", "12.5", "—", "1,250"))
    table = Table(key="t", number="Table 1", title="", head=(), body=rows)
    assert lead(table) == ((3,), (3,), (0,), (0,))


def test_the_columns_share_the_whole_width_and_the_longest_words_get_the_most() -> None:
    shares = column_shares(COURSE)
    assert sum(shares) == pytest.approx(1)
    assert max(shares) == shares[0]


def test_a_wide_table_turns_the_page_and_takes_its_heading_along() -> None:
    turned = {type(block).__name__: sheet.turned for sheet in sheets(REPORT.blocks) for block in sheet.blocks}
    assert [sheet.turned for sheet in sheets(REPORT.blocks)] == [False, True, False]
    assert sheets(REPORT.blocks)[1].blocks == (REPORT.blocks[4], PATIENTS)
    assert turned["Figure"] is False


# ---------------------------------------------------------------- HTML


@pytest.fixture(scope="module")
def page() -> Any:
    return html.document_fromstring(to_html(REPORT))


def facts_of(page: Any) -> list[dict[str, Any]]:
    return json.loads(page.get_element_by_id("provenance").text)


def test_the_page_asks_for_nothing_outside_itself(page: Any) -> None:
    assert page.xpath("//link | //img | //iframe | //script[@src] | //@srcset") == []
    assert re.findall(r"url\((?!#)[^)]*\)|@import", to_html(REPORT)) == []
    links = [link for link in page.xpath("//@href") if not link.startswith("#")]
    assert links == []


def test_the_policy_of_the_page_allows_its_own_script_and_no_other(page: Any) -> None:
    import base64
    import hashlib

    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    (script,) = page.xpath("//script[not(@type)]")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_a_hostile_text_is_shown_and_not_obeyed(page: Any) -> None:
    assert len(page.xpath("//script")) == 2, "our data and our script"
    assert page.xpath("//th[@scope='row']")[3].text_content() == HOSTILE
    assert page.xpath("//b[text()='bold']") == []
    assert facts_of(page)[0]["facts"][2] == ["Definition", ["Mean; </script><b>bold</b>"]]


def test_every_traced_number_is_a_button_that_knows_its_results(page: Any) -> None:
    buttons = page.xpath("//td//button[@type='button' and @aria-haspopup='dialog']")
    assert [button.text_content() for button in buttons] == [
        "4 (50)",
        "4.56 (2.8)",
        "<0.1**",
        "186 (129)",
        "16.7",
    ]
    assert buttons[2].find("sup").text == "**"
    labels = [entry["label"] for entry in facts_of(page)]
    assert [labels[int(at)] for at in buttons[4].get("data-results").split()] == [
        "Proteinuria, month 2",
        "Proteinuria, baseline, mean",
    ]


def test_the_dialog_is_told_n_missing_test_and_exact_p_and_that_nobody_verified(page: Any) -> None:
    shown = facts_of(page)[1]
    assert shown["verified"] is False
    assert shown["facts"] == [
        ["n", ["7"]],
        ["Missing", ["1"]],
        ["Test", ["Wilcoxon signed-rank, exact"]],
        ["p-value", ["0.0078125"]],
    ]
    assert "NOT VERIFIED" in page.xpath("//script[not(@type)]")[0].text
    unverified = page.xpath("//button[contains(@class, 'unverified')]")
    assert [button.text_content() for button in unverified] == ["<0.1**", "16.7"]


def test_tables_are_marked_up_for_those_who_listen(page: Any) -> None:
    table = page.get_element_by_id("table-2").find(".//table")
    assert table.find("caption").text_content() == f"Table 2. {COURSE.title}"
    assert [cell.get("colspan") for cell in table.xpath("./thead/tr[1]/*")] == ["2", "2"]
    assert table.xpath("./thead/tr[1]/th/@scope") == ["colgroup"]
    assert table.xpath("./thead/tr[2]/th/@scope") == ["col"] * 4
    (group,) = table.xpath(".//th[@scope='rowgroup']")
    assert group.get("colspan") == "4"
    members = [row.text_content() for row in group.getparent().getparent().xpath("./tr/th[@scope='row']")]
    assert members == ["Mucocutaneous"], "the rows that are not set in stand outside the group"


def test_the_contents_lead_to_every_table_and_figure(page: Any) -> None:
    links = [link.removeprefix("#") for link in page.xpath("//nav//a/@href")]
    assert {"table-2", "table-3", "figure-1", "references"} <= set(links)
    assert all(len(page.xpath(f"//*[@id='{link}']")) == 1 for link in links)


def test_a_figure_becomes_part_of_the_page_with_names_of_its_own() -> None:
    other = replace(FIGURE, key="figure-2", number="Figure 2")
    page = html.document_fromstring(to_html(replace(REPORT, blocks=(FIGURE, other), provenance={})))
    names = page.xpath("//svg//@id")
    assert len(names) == len(set(names)) == 4
    assert page.xpath("//svg/@aria-label") == [FIGURE.alt] * 2
    assert 'clip-path="url(#figure-2-clip)"' in to_html(replace(REPORT, blocks=(FIGURE, other)))
    assert "drawn by a library" not in page.text_content()


def test_every_word_stands_on_the_page(page: Any) -> None:
    shown = without_spaces(page.text_content())
    assert [text for text in words_of(REPORT) if without_spaces(text) not in shown] == []


# ---------------------------------------------------------------- PDF


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(REPORT)))


def text_of(pdf: PdfReader) -> str:
    return without_spaces("".join(page.extract_text() for page in pdf.pages))


def test_the_pdf_is_a4_and_only_the_page_of_the_wide_table_is_turned(pdf: PdfReader) -> None:
    a4 = (210 / 25.4 * 72, 297 / 25.4 * 72)
    for page in pdf.pages:
        size = float(page.mediabox.width), float(page.mediabox.height)
        turned = "Table3." in without_spaces(page.extract_text())
        assert size == pytest.approx(a4[::-1] if turned else a4, abs=0.5)
    assert [float(page.mediabox.width) > 800 for page in pdf.pages].count(True) == 1


def test_every_word_stands_in_the_pdf(pdf: PdfReader) -> None:
    shown = text_of(pdf)
    assert [text for text in words_of(REPORT) if without_spaces(text) not in shown] == []


def test_every_page_of_the_pdf_has_its_number_its_maker_and_the_notice(pdf: PdfReader) -> None:
    pages = [without_spaces(page.extract_text()) for page in pdf.pages]
    for at, page in enumerate(pages, start=1):
        assert f"page{at}of{len(pages)}" in page
        assert "remission0.1.0" in page
        assert without_spaces(REPORT.notice) in page


def test_the_head_of_a_long_table_returns_on_every_page_of_the_pdf() -> None:
    rows = tuple(Row(cells=(stub(f"Row {at}"), number(f"{at}.5"))) for at in range(150))
    table = Table(key="t", number="Table 1", title="Long", head=(head("Rows by number", "Value"),), body=rows)
    pages = PdfReader(io.BytesIO(to_pdf(Document(title="Long", blocks=(table,))))).pages
    assert len(pages) > 2
    assert all("Rows by number" in page.extract_text() for page in pages)


def test_the_pdf_is_tagged_names_its_title_and_language_and_says_what_a_figure_shows(pdf: PdfReader) -> None:
    catalog: Any = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert pdf.metadata is not None
    assert pdf.metadata.title == REPORT.title
    alternatives = [entry.get_object().get("/Alt") for entry in _tags(catalog["/StructTreeRoot"])]
    assert FIGURE.alt in alternatives


def fonts_of(page: Any) -> set[str]:
    """Collect the names of the fonts that a page and the drawings on it use, without the prefix of a subset."""
    found: set[str] = set()
    waiting = [page["/Resources"]]
    while waiting:
        resources = waiting.pop().get_object()
        fonts = resources.get("/Font", {}).get_object().values() if "/Font" in resources else ()
        found |= {font.get_object()["/BaseFont"].split("+")[-1] for font in fonts}
        drawings = resources["/XObject"].get_object().values() if "/XObject" in resources else ()
        waiting += [drawing.get_object()["/Resources"] for drawing in drawings if "/Resources" in drawing.get_object()]
    return found


def _tags(node: Any) -> Iterator[Any]:
    children = node.get_object().get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        inner = child.get_object() if hasattr(child, "get_object") else child
        if hasattr(inner, "get") and "/S" in inner:
            yield inner
            yield from _tags(inner)


def test_a_pdf_with_japanese_shows_it_or_says_that_no_typeface_here_can() -> None:
    shown = text_of(PdfReader(io.BytesIO(to_pdf(with_japanese()))))
    apology = "shownasemptyboxes"
    assert (JAPANESE in shown) != (apology in shown)


def test_a_pdf_on_a_machine_without_japanese_is_set_with_boxes_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = tuple(replace(attempt, borrow=False) for attempt in render_pdf._ATTEMPTS)
    monkeypatch.setattr(render_pdf, "_ATTEMPTS", attempts)
    shown = text_of(PdfReader(io.BytesIO(to_pdf(with_japanese()))))
    assert "Somecharactersinthis" in shown
    assert "NotoSerifCJKJP" in shown
    assert JAPANESE not in shown


def test_the_words_of_a_figure_keep_the_typeface_they_were_measured_in() -> None:
    words = SVG.replace("</svg>", '<text x="9" y="50" style="font: 10px \'DejaVu Sans\'">Month ≥ 2</text></svg>')
    drawn = replace(FIGURE, svg=words)
    (page,) = PdfReader(io.BytesIO(to_pdf(Document(title="One figure", blocks=(drawn,))))).pages
    assert "Month≥2" in without_spaces(page.extract_text())
    assert any("DejaVuSans" in font for font in fonts_of(page))


def test_a_pdf_without_japanese_borrows_no_typeface_of_this_machine(pdf: PdfReader) -> None:
    fonts = {font for page in pdf.pages for font in fonts_of(page)}
    assert fonts
    assert all(font.startswith("LibertinusSerif") for font in fonts)


# ---------------------------------------------------------------- Word


@pytest.fixture(scope="module")
def word() -> Any:
    return docx.Document(io.BytesIO(to_docx(with_japanese())))


def test_word_reads_back_every_cell_of_a_real_table(word: Any) -> None:
    course, patients = word.tables
    rows = [[cell.text for cell in row.cells] for row in course.rows]
    assert rows[1] == ["Parameter", "Baseline", "Month 2", "Month 6"]
    assert rows[4] == ["Proteinuria, g/day", "4.56 (2.8)", "<0.1**", "—"]
    assert rows[6] == [HOSTILE, "=cmd()", "Hypertension\nHZV", "Hb low"]
    assert len(patients.columns) == 10
    assert patients.cell(8, 0).text == "Patient 8"


def test_marks_are_superscript_runs_in_word(word: Any) -> None:
    runs = word.tables[0].cell(4, 2).paragraphs[0].runs
    assert [(run.text, bool(run.font.superscript)) for run in runs] == [("<0.1", False), ("**", True)]


def test_spans_are_merged_cells_in_word_and_a_group_name_reaches_to_the_edge(word: Any) -> None:
    rows = word.tables[0]._tbl.tr_lst
    assert [cell.grid_span for cell in rows[0].tc_lst] == [2, 2]
    assert [cell.grid_span for cell in rows[2].tc_lst] == [4]


def test_the_head_of_a_table_repeats_in_word_and_no_row_is_torn(word: Any) -> None:
    rows = word.tables[0]._tbl.tr_lst
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, True, *[False] * 5]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_table_has_three_rules_in_word_and_none_between_columns(word: Any) -> None:
    table = word.tables[0]._tbl
    assert [rule.tag.removeprefix(W) for rule in table.find(f"{W}tblPr/{W}tblBorders")] == ["top", "bottom"]
    under_head = table.tr_lst[1].findall(f"{W}tc/{W}tcPr/{W}tcBorders/{W}bottom")
    assert len(under_head) == 4
    assert table.findall(f".//{W}left[@{W}val]") == []


def test_word_gets_real_headings_captions_notes_and_lists(word: Any) -> None:
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert styles["Evaluation of eight patients"] == "Title"
    assert styles["Course"] == "Heading 1"
    assert styles["Set aside"] == "Heading 2"
    assert styles[f"Table 2. {COURSE.title}"] == "Caption"
    assert styles["Figure 1. Remission rates"] == "Caption"
    assert styles[LONG_NOTE] == "Table Note"
    assert styles["Two rows without a unit."] == "List Bullet"
    assert styles[REPORT.references[0]] == "List Number"
    assert JAPANESE in styles


def test_word_pages_are_a4_and_turned_only_for_the_wide_table(word: Any) -> None:
    orientations = [section.orientation for section in word.sections]
    assert orientations == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    sizes = [(round(section.page_width.mm), round(section.page_height.mm)) for section in word.sections]
    assert sizes == [(210, 297), (297, 210), (210, 297)]
    assert word.sections[1].header.paragraphs[0].text == REPORT.notice
    assert "remission 0.1.0 · page " in word.sections[1].footer.paragraphs[0].text


def test_a_picture_in_word_says_what_it_shows(word: Any) -> None:
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == FIGURE.alt


# ---------------------------------------------------------------- the same bytes, whenever and wherever


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_html(REPORT) == to_html(REPORT)
    assert to_pdf(REPORT) == to_pdf(REPORT)
    assert to_docx(REPORT) == to_docx(REPORT)


def test_no_rendering_carries_the_hour_of_its_making(pdf: PdfReader) -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(REPORT))) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist()[0] == "[Content_Types].xml"
        core = packed.read("docProps/core.xml").decode()
    assert "created" not in core
    assert "modified" not in core
    assert pdf.metadata is not None
    assert [key for key in pdf.metadata if "Date" in key] == []


def test_an_empty_document_is_set_all_the_same() -> None:
    empty = Document(title="Nothing yet")
    assert "<h1>Nothing yet</h1>" in to_html(empty)
    assert len(PdfReader(io.BytesIO(to_pdf(empty))).pages) == 1
    assert docx.Document(io.BytesIO(to_docx(empty))).paragraphs[0].text == "Nothing yet"
