"""Remission of lupus as the DORIS task force defined it in 2021."""

from remission.definitions.definition import Definition, holds
from remission.terms.analytes import ANALYTES, pga, sledai
from remission.terms.sledai import SEROLOGY, WEIGHTS
from remission.terms.sources import Source
from remission.terms.words import all_of, first_known, in_force, only_yes

_own = ("arthritis", "proteinuria")
_label = {item: ANALYTES[f"sledai_{item}"].label.removeprefix("SLEDAI: ") for item in WEIGHTS if item not in SEROLOGY}
_absent = [
    (~holds(f"sledai_{'2k' if item in _own else 'item'}_{item}", label)).as_one(f"no {label}")
    for item, label in _label.items()
]

doris_2021 = Definition(
    name="doris_2021",
    label="Remission (DORIS 2021)",
    value=all_of(first_known(all_of(*_absent), only_yes(sledai == 0)), pga < 0.5, in_force("glucocorticoids") <= 5),
    source=Source(
        "vanvollenhoven_2021",
        at="Abstract; Table 2, final recommendation",
        says="clinical SLEDAI = 0, physician's global assessment < 0.5 (0–3), prednisolone 5 mg/day or less, and stable "
        "antimalarials, immunosuppressives and biologics; serology and duration are left out",
    ),
    words="Remission, DORIS 2021: none of the 22 clinical items of SLEDAI-2K, physician global assessment < 0.5 (0–3), and "
    "prednisolone equivalent ≤ 5 mg/day.",
    readings=(
        "The abstract prints 5 mg/day or less; Table 2 of the web page prints < 5 mg/day. We take ≤ 5.",
        "The text names no version of the clinical SLEDAI; we take the items of SLEDAI-2K.",
        "One clinical item present rules remission out, whatever is unknown. Where items are missing, a recorded total of 0 "
        "stands for all of them; a recorded total above 0 does not tell, since serology may be all of it.",
        "That antimalarials, immunosuppressives and biologics are stable is not tested: the text does not say for how long.",
        "The dose is that of the visit day, in mg of prednisolone a day. A patient without glucocorticoids needs a course of "
        "0 mg on record; without any course the dose is unknown.",
        "A global assessment on a 0–10 cm line is multiplied by 0.3 before it is entered.",
        "No duration is asked for.",
    ),
)
