"""List the codes that look like an analyte of ours and are not: known, and refused, each with the reason.

A code for presence holds "positive", one for a titre holds 1:160, and one for a drug without a time holds a trough or a
peak: read as the quantity that it resembles, each would give a number that is wrong in silence.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Describe one code that no door reads by itself.

    Attributes:
        loinc: The LOINC code.
        omop: Its OMOP concept; None where nobody was seen to map it.
        means: What the code says, in words.
        resembles: The analyte that it is easily taken for.
        why: Why it is not that analyte, and what to do.
        verified: Whether the meaning of the code was read in a text.
    """

    loinc: str
    omop: int | None
    means: str
    resembles: str
    why: str
    verified: bool = True


_PRESENCE = "It says only whether there is any, and holds no quantity. List it under `skip` of the mapping."
_TITRE = (
    "A titre is no concentration, and no factor turns one into the other. List it under `skip` of the mapping, or, where "
    "the laboratory sends IU/mL under this code all the same, say so under `names`."
)
_TIME = (
    "It does not say when the blood was taken. Where every sample was taken just before a dose, say so under `names` of "
    "the mapping: {} = {}; otherwise list it under `skip`."
)


def _untimed(loinc: str, omop: int | None, means: str, resembles: str) -> Refused:
    return Refused(loinc=loinc, omop=omop, means=means, resembles=resembles,
                   why=_TIME.format(f'"{loinc}"', f'"{resembles}"'))  # fmt: skip


REFUSED: dict[str, Refused] = {
    code.loinc: code
    for code in (
        Refused(
            loinc="31348-6",
            omop=3012718,
            means="presence of anti-double-stranded DNA antibody",
            resembles="ds_dna",
            why="It says only whether there is any, although some hospitals send U/mL under it. List it under `skip` of the "
            "mapping; where the results are in IU/mL, say so under `names`.",
        ),
        Refused(
            loinc="58466-4",
            omop=40761567,
            means="titre of anti-double-stranded DNA antibody on Crithidia",
            resembles="ds_dna",
            why=_TITRE,
        ),
        Refused(
            loinc="11013-0",
            omop=None,
            means="titre of anti-double-stranded DNA antibody",
            resembles="ds_dna",
            why=_TITRE,
        ),
        Refused(
            loinc="11563-4",
            omop=None,
            means="a code of anti-double-stranded DNA antibody that was taken out of use",
            resembles="ds_dna",
            why="What it held depends on the laboratory. Where the results are in IU/mL, say so under `names` of the mapping; "
            "otherwise list it under `skip`.",
            verified=False,
        ),
        Refused(
            loinc="33804-6", omop=3046326, means="presence of red-cell casts", resembles="rbc_casts", why=_PRESENCE
        ),
        Refused(
            loinc="33825-1", omop=3043728, means="presence of white-cell casts", resembles="wbc_casts", why=_PRESENCE
        ),
        Refused(
            loinc="25160-3",
            omop=3001873,
            means="presence of granular casts",
            resembles="granular_casts",
            why=_PRESENCE,
        ),
        _untimed("11253-2", 3026250, "tacrolimus in blood at any time", "tacrolimus_trough"),
        _untimed("23905-3", 3027653, "mycophenolic acid in serum or plasma at any time", "mycophenolic_acid"),
        Refused(
            loinc="32721-3",
            omop=None,
            means="tacrolimus in serum or plasma",
            resembles="tacrolimus_trough",
            why="Targets are for whole blood, where there is many times as much. List it under `skip` of the mapping; where the "
            "samples were whole blood before a dose, say so under `names`.",
        ),
    )
}
"""Every refused code, by its LOINC code."""


def refusal(word: str) -> str | None:
    """Say why a code that is known is not read; None for every other word.

    Example:
        >>> refusal(" 33804-6 ")[:56]
        'it is LOINC 33804-6, presence of red-cell casts. It says'
        >>> refusal("2160-0") is None
        True
    """
    found = REFUSED.get(unicodedata.normalize("NFKC", word).strip())
    return f"it is LOINC {found.loinc}, {found.means}. {found.why}" if found else None
