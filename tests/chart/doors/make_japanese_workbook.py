"""Write the Himeji cohort as one wide Japanese workbook, as a ward secretary might keep it.

Run it from the root of the repository: `python tests/chart/doors/make_japanese_workbook.py`. It writes the bundled cohort
`himeji_japanese` from the CSV files of `himeji`; a test holds the two together. The dates are invented: only the days
between them mean anything.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import xlsxwriter

COHORTS = Path(__file__).parents[3] / "src/remission/chart/cohorts"
TARGET = COHORTS / "himeji_japanese/himeji_japanese.xlsx"
MONTHS = {"0": ("治療前", 0), "2": ("２か月", 61), "4": ("４か月", 122), "6": ("６か月", 183)}
LABS = {
    "proteinuria": "蛋白尿\n(g/日)",
    "albumin": "血清アルブミン\n(g/dL)",
    "c3": "補体C3\n(mg/dL)",
    "anti_dsdna": "抗dsDNA抗体\n(IU/L)",
    "creatinine": "血清クレアチニン\n(mg/dL)",
    "egfr": "推算GFR\n(mL/min/1.73m²)",
    "hemoglobin": "Ｈｂ\n(g/dL)",
    "sledai": "SLEDAI合計",
}
ITEMS = {
    "proteinuria": "蛋白尿", "low_complement": "低補体", "anti_dsdna": "抗DNA抗体", "urinary_casts": "尿円柱",
    "hematuria": "血尿", "pyuria": "膿尿", "rash": "皮疹", "alopecia": "脱毛", "mucosal_ulcers": "粘膜潰瘍",
    "arthritis": "関節炎", "thrombocytopenia": "血小板減少",
    "leukopenia": "白血球減少",
}  # fmt: skip
CLASSES = {"class II": "Ⅱ型", "class III (A/C)": "Ⅲ型 (A/C)", "class IV-G (A)": "Ⅳ-G型 (A)", "class V": "Ⅴ型",
           "class V + III (A/C)": "Ⅴ＋Ⅲ型 (A/C)"}  # fmt: skip
EVENTS = {"Dyslipidemia": "脂質異常症", "Increase in serum creatinine": "血清クレアチニン上昇", "Hypertension": "高血圧",
          "Diabetes mellitus": "糖尿病", "HZV": "帯状疱疹", "None": "なし"}  # fmt: skip
FINDINGS = {
    "recon_first_nephritis": "初発腎炎", "recon_hypertension_baseline": "高血圧症", "recon_active_casts_baseline": "活動性円柱",
    "recon_musculoskeletal_baseline": "筋骨格症状", "recon_mucocutaneous_baseline": "皮膚粘膜症状",
    "recon_neuropsychiatric_baseline": "精神神経症状", "recon_hematologic_baseline": "血液異常",
}  # fmt: skip
STARTS = [dt.date(2008, 4, 1), dt.date(2008, 7, 14), dt.date(2008, 12, 25), dt.date(2009, 1, 8), dt.date(2009, 5, 20),
          dt.date(2009, 8, 31), dt.date(2010, 1, 12), dt.date(2010, 2, 28)]  # fmt: skip
WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


def era(day: dt.date, form: int) -> str:
    """Write a day of the Heisei era (1989 was its first year) in one of the ways in which people do."""
    year = day.year - 1988
    return (
        f"平成{year}年{day.month}月{day.day}日",
        f"H{year}.{day.month}.{day.day}",
        f"平成{year}年{day.month}月{day.day}日".translate(WIDE),
        f"{day.year}/{day.month}/{day.day}",
    )[form % 4]


def rows_of(name: str) -> list[dict[str, str]]:
    with (COHORTS / "himeji" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def lay_out() -> tuple[list[tuple[str, list[str]]], list[list[object]]]:
    """Lay the cohort out: groups of columns with what stands below each, and one row a patient."""
    groups: list[tuple[str, list[str]]] = [("患者番号", [""]), ("年齢\n(歳)", [""]), ("性別", [""]), ("組織分類", [""]),
                                           ("SLE罹病期間\n(か月)", [""])]  # fmt: skip
    groups += [(label, [""]) for label in FINDINGS.values()]
    visits = [label for label, _ in MONTHS.values()]
    groups += [("治療開始日", [""]), ("検査日", visits)]
    groups += [(label, visits) for label in LABS.values()]
    groups += [("SLEDAI項目", visits), ("ミゾリビン", ["用量 (mg/日)", "最高血中濃度 (µg/mL)"]),
               ("タクロリムス", ["用量 (mg/日)", "トラフ (ng/mL)"]), ("プレドニゾロン", ["用量 (mg/日)"]),
               ("効果判定", [""]), ("有害事象", [""])]  # fmt: skip
    labs = {(r["patient"], r["month"], r["variable"]): r["value"] for r in rows_of("himeji_reconstructed.csv")}
    items: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_of("himeji_reconstructed_sledai_items.csv"):
        items[row["patient"], row["month"]].append(ITEMS[row["item"]])
    return groups, [row_of(place, row, labs, items) for place, row in enumerate(rows_of("himeji_table3.csv"))]


def row_of(
    place: int,
    row: dict[str, str],
    labs: dict[tuple[str, str, str], str],
    items: dict[tuple[str, str], list[str]],
) -> list[object]:
    patient, start = row["patient"], STARTS[place]
    cells: list[object] = [patient.translate(WIDE), int(row["age_at_ln_onset"]), {"F": "女", "M": "男"}[row["sex"]]]
    cells += [CLASSES[row["isn_rps_class"]], row["recon_sle_duration_months"].translate(WIDE)]
    cells += [{"1": "有", "0": "無"}[row[name]] for name in FINDINGS]
    cells.append(start if place == 6 else era(start, place))
    cells += [era(start + dt.timedelta(days=days), place + n) for n, (_, days) in enumerate(MONTHS.values())]
    for variable in LABS:
        for n, month in enumerate(MONTHS):
            text = labs[patient, month, variable]
            cells.append(
                text.translate(WIDE) if (place + n) % 3 == 0 else f"{text} H" if (place + n) % 5 == 0 else float(text)
            )
    cells += ["、".join(items[patient, month]) or None for month in MONTHS]
    peak = row["mizoribine_peak_ug_ml"]
    cells += [int(row["mizoribine_mg_d_month6"]), ("ND", "未測定", None)[place % 3] if peak == "ND" else float(peak)]
    doses = row["tacrolimus_mg_d_trajectory"].replace(">", "→").replace("stopped", "中止")
    cells += [doses.translate(WIDE), row["tacrolimus_trough_ng_ml_trajectory"].replace(">", " → ")]
    cells += [int(row["psl_mg_d_month6"]), row["clinical_response_month6"]]
    cells.append("、".join(EVENTS[event] for event in row["adverse_events"].split(";")))
    return cells


def write(path: Path) -> None:
    groups, rows = lay_out()
    book = xlsxwriter.Workbook(str(path))
    book.set_properties(
        {"created": dt.datetime(2010, 12, 1, tzinfo=dt.UTC), "comments": "再構成データ。実在の患者ではない。"}
    )
    sheet: Any = book.add_worksheet("症例一覧")
    sheet.write_string(
        0, 0, "ループス腎炎 多剤併用療法 症例一覧（論文の要約統計量から再構成したもの。実在の患者ではない）"
    )
    write_header(sheet, groups, book.add_format({"bold": True, "text_wrap": True, "border": 1, "align": "center"}))
    day = book.add_format({"num_format": "yyyy/mm/dd"})
    for n, cells in enumerate(rows, start=3):
        for place, cell in enumerate(cells):
            if isinstance(cell, dt.date):
                sheet.write_datetime(n, place, dt.datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a cell has no zone
            elif cell is not None:
                (sheet.write_string if isinstance(cell, str) else sheet.write_number)(n, place, cell)
    sheet.freeze_panes(3, 1)
    book.close()


def write_header(sheet: Any, groups: list[tuple[str, list[str]]], head: object) -> None:
    column = 0
    for label, below in groups:
        if below == [""]:
            sheet.merge_range(1, column, 2, column, label, head)
        elif len(below) > 1:
            sheet.merge_range(1, column, 1, column + len(below) - 1, label, head)
        else:
            sheet.write_string(1, column, label, head)
        for text in below:
            if text:
                sheet.write_string(2, column, text, head)
            column += 1


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
