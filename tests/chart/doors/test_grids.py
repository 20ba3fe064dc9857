"""Files become grids of text; the files are written here byte by byte, or by another library than reads them."""

import datetime as dt
import io
import resource
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from remission.chart.doors import from_csv
from remission.chart.doors.grid import Grid, join_headers
from remission.chart.doors.grids import read_grids
from remission.errors import SchemaError, UnknownName

JAPANESE = "患者ID,性別,血清クレアチニン (mg/dL)\nA-1,女,０．７２\n"


def one(path: Path, **how: object) -> Grid:
    grids = list(read_grids(path, **how))  # type: ignore[arg-type]
    assert len(grids) == 1
    return grids[0]


def write(folder: Path, content: bytes | str, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "shift_jis"])
def test_text_is_read_in_every_encoding_that_hospitals_export(tmp_path: Path, encoding: str) -> None:
    grid = one(write(tmp_path, JAPANESE.encode(encoding)))
    assert grid.header == ("患者ID", "性別", "血清クレアチニン (mg/dL)")
    assert grid.table.rows() == [(2, "A-1", "女", "０．７２")]


def test_utf_16_with_the_mark_of_the_other_end_is_read(tmp_path: Path) -> None:
    assert one(write(tmp_path, b"\xfe\xff" + JAPANESE.encode("utf-16-be"))).header[0] == "患者ID"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    grid = one(write(tmp_path, f"a{delimiter}b\n1{delimiter}2\n"))
    assert grid.table.rows() == [(2, "1", "2")]


def test_semicolons_leave_decimal_commas_alone(tmp_path: Path) -> None:
    assert one(write(tmp_path, "a;b;c\n1,5;2,5;3,5\n")).table.rows() == [(2, "1,5", "2,5", "3,5")]


def test_the_line_in_which_excel_declares_a_delimiter_is_no_header(tmp_path: Path) -> None:
    grid = one(write(tmp_path, "sep=;\na;b\n1,5;2\n"))
    assert (grid.header, grid.table.rows()) == (("a", "b"), [(3, "1,5", "2")])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_by_the_line_on_which_they_start(tmp_path: Path, ending: str) -> None:
    lines = ["a,b", '1,"two', 'lines"', "", "2,x", "3,y"]
    grid = one(write(tmp_path, ending.join(lines)))
    assert grid.table.rows() == [(2, "1", "two\nlines"), (5, "2", "x"), (6, "3", "y")]


def test_two_header_rows_become_one(tmp_path: Path) -> None:
    grid = one(write(tmp_path, "ID,蛋白尿 (g/日),,C3\n,0月,2月,0月\nA,5.7,0.06,30\n"), header_rows=2)
    assert grid.header == ("ID", "蛋白尿 (g/日) / 0月", "蛋白尿 (g/日) / 2月", "C3 / 0月")
    assert grid.table.rows() == [(3, "A", "5.7", "0.06", "30")]


def test_a_lower_header_that_repeats_the_upper_one_is_said_once() -> None:
    assert join_headers([["ID", "C3"], ["ID", "0"]]) == ("ID", "C3 / 0")


def test_rows_above_the_header_can_be_passed_over_and_keep_their_numbers(tmp_path: Path) -> None:
    grid = one(write(tmp_path, 'Export of,"1 April\n2010"\n\na,b\n1,2\n'), skip_rows=2)
    assert (grid.header, grid.table.rows()) == (("a", "b"), [(5, "1", "2")])


def test_headers_that_occur_twice_or_not_at_all_are_told_apart(tmp_path: Path) -> None:
    grid = one(write(tmp_path, "Cr,,Cr,row\n1,2,3,4\n"))
    assert grid.columns == ("Cr", "column 2", "Cr (2)", "row (2)")
    assert [problem.rule for problem in grid.problems] == ["repeated-header"]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    for content in ("", "\n\n", "\ufeff"):
        with pytest.raises(SchemaError, match="is empty"):
            list(read_grids(write(tmp_path, content)))


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="has no header"):
        list(read_grids(write(tmp_path, "a,b\n1,2\n"), skip_rows=2))


def test_a_header_without_rows_is_said(tmp_path: Path) -> None:
    grid = one(write(tmp_path, "a,b\n"))
    assert (grid.table.height, [problem.rule for problem in grid.problems]) == (0, ["no-rows"])


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0", b"a,b\n\xff\xff\n", "a,b\n1,2\n".encode("utf-16-le")])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SchemaError, match="cannot be read as text"):
        list(read_grids(write(tmp_path, content)))


@pytest.mark.parametrize("name", ["old.xls", "binary.xlsb", "open.ods", "scan.pdf", "none"])
def test_other_kinds_of_files_are_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(SchemaError, match=r"Save it as \.xlsx or CSV"):
        list(read_grids(write(tmp_path, b"x", name)))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="no file to read"):
        list(read_grids(tmp_path / "none.csv"))


def test_a_row_with_more_cells_than_the_header_is_set_aside_and_said(tmp_path: Path) -> None:
    grid = one(write(tmp_path, "a,b\n1,2\nSmith, John,3\n4,5,\n6\n"))
    assert grid.table.rows() == [(2, "1", "2"), (4, "4", "5"), (5, "6", None)]
    assert [(problem.row, problem.rule, problem.severity) for problem in grid.problems] == [
        (3, "surplus-cells", "error")
    ]


def test_a_lone_quotation_mark_inside_a_cell_does_no_harm(tmp_path: Path) -> None:
    grid = one(write(tmp_path, 'a,b\n5" cyst,1\n6" cyst,2\n'))
    assert grid.table["b"].to_list() == ["1", "2"]


def test_a_quotation_mark_that_is_never_closed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_csv, "BLOCK", 64)
    monkeypatch.setattr(from_csv, "_LONGEST_RECORD", 256)
    with pytest.raises(SchemaError, match="never closed"):
        list(read_grids(write(tmp_path, 'a,b\n"1,2\n' + "3,4\n" * 200)))


@pytest.mark.parametrize("content", ["a" * 200_000, "a,b\n" + 'x"y,' + "z" * 200_000 + ',1\n"'])
def test_a_text_that_is_no_table_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(SchemaError, match="is not a table of cells"):
        list(read_grids(write(tmp_path, content)))


def test_cells_that_look_like_formulas_are_text(tmp_path: Path) -> None:
    grid = one(write(tmp_path, 'a,b\n"=HYPERLINK(""x"")",-0.5\n+1,@x\n'))
    assert grid.table.rows() == [(2, '=HYPERLINK("x")', "-0.5"), (3, "+1", "@x")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_blocks_join_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(from_csv, "BLOCK", 97)
    lines = [f'{n},"値\n{n}",蛋白尿' for n in range(200)]
    grids = list(read_grids(write(tmp_path, ("a,b,c\r\n" + "\r\n".join(lines)).encode(encoding))))
    table = pl.concat(grid.table for grid in grids)
    assert len(grids) > 10
    assert table["a"].to_list() == [str(n) for n in range(200)]
    assert table["b"].to_list() == [f"値\n{n}" for n in range(200)]
    assert table["row"].to_list() == [2 + 2 * n for n in range(200)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is counted in kilobytes on Linux only")
def test_a_file_of_200_megabytes_streams(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    chunk = "".join(f"P{n % 5000},{n % 400},creatinine,{0.4 + n % 90 / 100:.2f},mg/dL\n" for n in range(100_000))
    with path.open("w") as file:
        file.write("patient,day,analyte,value,unit\n")
        while file.tell() < 200 * 1024**2:
            file.write(chunk)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = sum(grid.table.height for grid in read_grids(path))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert rows % 100_000 == 0
    assert rows > 5_000_000
    assert grown < 400 * 1024  # in kilobytes: what the blocks in flight take, not the file


def workbook(folder: Path, fill: object, name: str = "in.xlsx") -> Path:
    path = folder / name
    book = xlsxwriter.Workbook(path)
    fill(book)  # type: ignore[operator]
    book.close()
    return path


def test_cells_of_a_workbook_become_text_as_a_person_would_write_it(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("labs")
        sheet.write_row(0, 0, ["float", "sum", "whole", "day", "moment", "flag", "text"])
        sheet.write_number(1, 0, 5.7)
        sheet.write_number(1, 1, 0.1 + 0.2)
        sheet.write_number(1, 2, 300)
        sheet.write_datetime(1, 3, dt.datetime(2010, 4, 1), book.add_format({"num_format": "yyyy/mm/dd"}))  # noqa: DTZ001
        sheet.write_datetime(1, 4, dt.datetime(2010, 4, 1, 8, 30), book.add_format({"num_format": "yyyy/m/d h:mm"}))  # noqa: DTZ001
        sheet.write_boolean(1, 5, True)
        sheet.write_string(1, 6, "１２．５ ")

    grid = one(workbook(tmp_path, fill))
    assert grid.sheet == "labs"
    assert grid.table.rows() == [(2, "5.7", "0.3", "300", "2010-04-01", "2010-04-01 08:30:00", "TRUE", "１２．５")]


def test_dates_counted_from_1904_are_read(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "day")
    sheet.write_datetime(1, 0, dt.datetime(2010, 4, 1), book.add_format({"num_format": "yyyy/mm/dd"}))  # noqa: DTZ001
    book.close()
    assert one(path).table["day"].to_list() == ["2010-04-01"]


def test_formulas_give_their_stored_value_and_errors_and_missing_ones_are_said(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("labs")
        sheet.write_row(0, 0, ["a", "b", "c", "d"])
        sheet.write_number(1, 0, 1)
        sheet.write_formula(1, 1, "=A2*2", None, 2)
        sheet.write_formula(1, 2, "=A2/0", None, "#DIV/0!")
        sheet.write_formula(1, 3, "=A2+1", None, "")

    grid = one(workbook(tmp_path, fill))
    assert grid.table.rows() == [(2, "1", "2", None, None)]
    found = {problem.column: (problem.row, problem.rule) for problem in grid.problems}
    assert found == {"c": (2, "error-cell"), "d": (2, "formula-without-value")}
    assert "C2" in grid.problems[0].says
    assert "#DIV/0!" in grid.problems[0].says


def test_merged_headers_are_spread_over_their_columns_only(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "患者ID")
        sheet.merge_range(0, 1, 0, 2, "蛋白尿\n(g/日)")
        sheet.write_row(1, 1, ["0月", "2月", "備考"])
        sheet.write_row(2, 0, ["A", 5.7, 0.06, "x"])

    grid = one(workbook(tmp_path, fill), header_rows=2)
    assert grid.header == ("患者ID", "蛋白尿 (g/日) / 0月", "蛋白尿 (g/日) / 2月", "備考")
    assert grid.table.rows() == [(3, "A", "5.7", "0.06", "x")]


def test_a_patient_merged_over_several_rows_stands_in_each(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["ID", "month", "C3"])
        sheet.merge_range(1, 0, 2, 0, "A")
        sheet.write_row(1, 1, [0, 40])
        sheet.write_row(2, 1, [2, 60])
        sheet.write_row(3, 0, ["B", 0, 50])

    assert one(workbook(tmp_path, fill)).table.rows() == [(2, "A", "0", "40"), (3, "A", "2", "60"), (4, "B", "0", "50")]


def test_hidden_and_empty_sheets_are_said_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("seen")
        sheet.write_row(2, 0, ["a", "b"])
        sheet.write_row(5, 0, [1, 2, 3])
        hidden = book.add_worksheet("hidden")
        hidden.write_row(0, 0, ["a"])
        hidden.write_row(1, 0, [9])
        hidden.hide()
        book.add_worksheet("empty")

    seen, hidden, empty = read_grids(workbook(tmp_path, fill))
    assert (seen.header, seen.table.rows()) == (("a", "b"), [(6, "1", "2")])
    assert [problem.rule for problem in seen.problems] == ["surplus-cells"]
    assert (hidden.table.rows(), [problem.rule for problem in hidden.problems]) == ([(2, "9")], ["hidden-sheet"])
    assert (empty.header, [problem.rule for problem in empty.problems]) == ((), ["empty-sheet"])


def test_one_sheet_can_be_asked_for_by_name(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("labs", "drugs"):
            book.add_worksheet(name).write_row(0, 0, [name])

    path = workbook(tmp_path, fill)
    assert one(path, sheet="drugs").header == ("drugs",)
    with pytest.raises(UnknownName, match="nearest name is 'labs'"):
        list(read_grids(path, sheet="lab"))


def test_a_workbook_without_any_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="is empty"):
        list(read_grids(workbook(tmp_path, lambda book: book.add_worksheet())))
    with pytest.raises(SchemaError, match="is empty"):
        list(read_grids(write(tmp_path, b"", "nothing.xlsx")))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"a,b\n1,2\n"]
)
def test_a_torn_or_locked_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SchemaError, match="not a workbook"):
        list(read_grids(write(tmp_path, content, "torn.xlsx")))


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(SchemaError, match="not a workbook"):
        list(read_grids(write(tmp_path, held.getvalue(), "other.xlsx")))


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 4_000_000)
    path = write(tmp_path, held.getvalue(), "bomb.xlsx")
    assert path.stat().st_size < 200_000
    with pytest.raises(SchemaError, match=r"was not opened.*grows"):
        list(read_grids(path))


def test_a_workbook_that_breaks_off_inside_is_refused(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_column(0, 0, ["a", 1, 2, 3])

    path = workbook(tmp_path, fill)
    held = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(held, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, content[:-60] if entry.endswith("sheet1.xml") else content)
    with pytest.raises(SchemaError, match="not a workbook that can be opened"):
        list(read_grids(write(tmp_path, held.getvalue(), "broken.xlsx")))
    damaged = bytearray(path.read_bytes())
    damaged[60:90] = bytes(30)
    with pytest.raises(SchemaError, match="not a workbook that can be opened"):
        list(read_grids(write(tmp_path, bytes(damaged), "damaged.xlsx")))


def test_an_archive_of_too_many_entries_is_not_opened(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for n in range(10_001):
            archive.writestr(f"{n}", b"")
    with pytest.raises(SchemaError, match="10001 entries"):
        list(read_grids(write(tmp_path, held.getvalue(), "many.xlsx")))


def test_an_archive_that_promises_more_than_a_gigabyte_is_not_opened(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/a.bin", b"x" * 1000)
    promised = (2 * 1024**3).to_bytes(4, "little")
    content = held.getvalue().replace((1000).to_bytes(4, "little"), promised)
    with pytest.raises(SchemaError, match="2048 MB"):
        list(read_grids(write(tmp_path, content, "large.xlsx")))


def test_a_billion_laughs_is_not_opened(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_row(0, 0, ["a"])

    path = workbook(tmp_path, fill)
    held = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(held, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == "xl/workbook.xml":
                laugh = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
                content = content.replace(b"<workbook", laugh + b"<workbook", 1)
            target.writestr(entry, content)
    with pytest.raises(SchemaError, match=r"entities in xl/workbook\.xml"):
        list(read_grids(write(tmp_path, held.getvalue(), "laughs.xlsx")))
