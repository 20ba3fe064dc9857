"""Make one row a patient out of everything that the files say about patients."""

from __future__ import annotations

import polars as pl

from remission.chart.doors.cells import number
from remission.chart.doors.gather import Gathered, quoted, translate
from remission.chart.doors.grid import plain
from remission.chart.doors.words import trait_factor, trait_label, yes_words
from remission.errors import UnitError
from remission.terms.analytes import inside_a_sentence
from remission.terms.traits import TRAITS

_COLUMNS = ["patient", "trait", "text", "unit", "row", "file", "decimal_comma"]
_PLACE = ("patient", "text", "row", "file")


def gather_who(gathered: Gathered) -> pl.DataFrame:
    """Give every patient one row, in the order in which they are first met.

    What contradicts itself, or cannot be read, is left unknown, with a finding. A patient of whom only results are known
    has a row with nothing in it, and a warning where other patients have more.

    Returns:
        The `who` table of a chart, as `Chart.of` takes it.
    """
    said = gathered.take("who")
    people = _people(gathered, said)
    if said is None:
        return people
    said = said.select(_COLUMNS).unique(["patient", "trait", "text", "unit"], keep="first", maintain_order=True)
    for trait in said["trait"].unique(maintain_order=True):
        mine = said.filter(pl.col("trait") == trait)
        read = {"number": _numbers, "yes/no": _answers, "text": _texts}[TRAITS[trait].kind](mine, trait, gathered)
        agreed = _agreed(read, trait, gathered)
        people = people.join(agreed, on="patient", how="left", maintain_order="left")
    return people


def _people(gathered: Gathered, said: pl.DataFrame | None) -> pl.DataFrame:
    place = [pl.col("patient").cast(pl.String), pl.col("file").cast(pl.String), "row"]
    first = said.select(place).unique("patient", keep="first", maintain_order=True) if said is not None else None
    frames = [frame for name in ("measured", "given", "happened") for frame in gathered.rows[name]]
    met = [frame.select(place).unique("patient", keep="first", maintain_order=True) for frame in frames]
    schema = {"patient": pl.String, "file": pl.String, "row": pl.UInt32}
    others = pl.concat([pl.DataFrame(schema=schema), *met]).unique("patient", keep="first", maintain_order=True)
    if first is None:
        return others
    strangers = others.join(first, on="patient", how="anti", maintain_order="left")
    for key, rows in strangers.partition_by("file", as_dict=True).items():
        says = (
            "Nothing is known of the patient but results, doses or events. Add the patient to the list of patients, or "
        )
        gathered.find(rows, "who", str(key[0]), "patient-unlisted", pl.lit(says + "correct the id."), "warning")
    return pl.concat([first, strangers])


def _agreed(read: pl.DataFrame, trait: str, gathered: Gathered) -> pl.DataFrame:
    """Keep what is said alike everywhere, however it is spelled; two answers may mean two patients with one id."""
    once = read.unique(["patient", "meant"], keep="first", maintain_order=True)
    differ = pl.len().over("patient") > 1
    grows = " An age is that of day 0: leave later ones blank." if trait == "age" else ""
    for key, rows in once.filter(differ).partition_by("file", as_dict=True).items():
        says = pl.format(
            "Patient {}: {} is {} here and otherwise in another row; none was used. Two patients may have one id: give "
            "them two, or correct the value.{}",
            "patient", pl.lit(inside_a_sentence(trait_label(trait))), quoted("text"), pl.lit(grows))  # fmt: skip
        gathered.find(rows, "who", str(key[0]), "two-patients-one-id", says)
    return once.filter(~differ).select("patient", trait)


def _numbers(said: pl.DataFrame, trait: str, gathered: Gathered) -> pl.DataFrame:
    comma = pl.when("decimal_comma").then(number(pl.col("text"), decimal_comma=True))
    frame = said.with_columns(comma.otherwise(number(pl.col("text"), decimal_comma=False)).alias("read")).unnest("read")
    bounded = pl.when(pl.col("censored") != "").then(pl.lit("is a bound, not a number; write the number"))
    frame = frame.with_columns(pl.coalesce("problem", bounded).alias("problem"))
    factors: list[tuple[str | None, float | None, str | None]] = []
    for unit in frame["unit"].unique():
        try:
            factors.append((unit, trait_factor(trait, unit), None))
        except UnitError as error:
            factors.append((unit, None, str(error)))
    schema = {"unit": pl.String, "factor": pl.Float64, "wrong": pl.String}
    known = pl.DataFrame(factors, schema=schema, orient="row")
    frame = frame.join(known, on="unit", how="left", nulls_equal=True, maintain_order="left")
    _set_aside(frame, trait, "problem", "unreadable-value", gathered)
    _set_aside(frame.filter(pl.col("problem").is_null()), trait, "wrong", "unit-missing", gathered)
    value = pl.col("value") * pl.col("factor")
    return frame.filter(pl.col("problem").is_null(), pl.col("wrong").is_null()).select(
        *_PLACE, value.alias("meant"), value.alias(trait)
    )


def _answers(said: pl.DataFrame, trait: str, gathered: Gathered) -> pl.DataFrame:
    words = yes_words(trait)
    known = {word: str(int(yes)) for word, yes in words.items()} | {"1": "1", "0": "0"}
    answer = translate(said["text"], lambda word: known.get(plain(word))).alias("answer")
    frame = said.with_columns(answer)
    two, such = (
        ("female nor male", "女 = 1, 男 = 0") if trait == "female" else ("yes nor no", "既往あり = 1, 既往なし = 0")
    )
    says = f"is neither {two}; give its meaning under `values`, such as {{ {such} }}"
    unclear = pl.when(pl.col("answer").is_null()).then(pl.lit(says))
    _set_aside(frame.with_columns(unclear.alias("problem")), trait, "problem", "unreadable-value", gathered)
    return frame.drop_nulls("answer").select(
        *_PLACE, pl.col("answer").alias("meant"), (pl.col("answer") == "1").alias(trait)
    )


def _texts(said: pl.DataFrame, trait: str, gathered: Gathered) -> pl.DataFrame:
    del gathered  # every text can be read
    return said.select(*_PLACE, translate(said["text"], plain).alias("meant"), pl.col("text").alias(trait))


def _set_aside(frame: pl.DataFrame, trait: str, column: str, rule: str, gathered: Gathered) -> None:
    label = trait_label(trait)
    for key, rows in frame.drop_nulls(column).partition_by("file", as_dict=True).items():
        says = pl.format("{}: {} {}. It was set aside.", pl.lit(label), quoted("text"), column)
        gathered.find(rows, "who", str(key[0]), rule, says)
