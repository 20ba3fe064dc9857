"""The first item of the lupus low disease activity state: SLEDAI-2K at most 4, and no major organ active."""

from remission.definitions.definition import Definition, derived, holds
from remission.terms.analytes import ANALYTES, gastrointestinal_activity, hemolytic_anemia, sledai
from remission.terms.sledai import KIDNEY, NERVOUS_SYSTEM
from remission.terms.sources import Source
from remission.terms.words import all_of, first_known, only_yes

_major = (*KIDNEY, *NERVOUS_SYSTEM, "pleurisy", "pericarditis", "vasculitis", "fever")
_label = {item: ANALYTES[f"sledai_{item}"].label.removeprefix("SLEDAI: ") for item in _major}
_quiet = [
    (~holds(f"sledai_{'2k' if item == 'proteinuria' else 'item'}_{item}", label)).as_one(f"no {label}")
    for item, label in _label.items()
]
_score, _least, _most = (
    derived(f"sledai_2k{end}", f"SLEDAI-2K{words}")
    for end, words in (("", ""), ("_least", ", at least"), ("_most", ", at most"))
)

lldas_2016_activity = Definition(
    name="lldas_2016_activity",
    label="LLDAS item 1: SLEDAI-2K ≤ 4 without major organ activity",
    value=all_of(
        first_known((_least <= 4) & ((_most <= 4) | (_score <= 4)), sledai <= 4),
        first_known(all_of(*_quiet), only_yes(sledai == 0)),
        hemolytic_anemia == 0,
        gastrointestinal_activity == 0,
    ),
    source=Source(
        "franklyn_2016",
        at="Table 1, item 1",
        says="SLEDAI-2K ≤ 4, no activity in major organ systems (renal, CNS, cardiopulmonary, vasculitis, fever) and no "
        "hemolytic anemia or gastrointestinal activity",
    ),
    words="SLEDAI-2K ≤ 4; none of its items of the kidney, the nervous system, pleurisy, pericarditis, vasculitis and fever; "
    "no hemolytic anemia and no gastrointestinal activity.",
    readings=(
        "Any renal item fails, even where the total is 4: proteinuria alone does.",
        "Hemolytic anemia and gastrointestinal activity are not in SLEDAI: where nobody recorded them the item is unknown.",
        "Cardiopulmonary activity is pleurisy or pericarditis, the two such items of SLEDAI.",
        "The score counts serology: anti-dsDNA and low complement together are 4 points.",
        "Where items are missing, the range that the known ones allow may decide, else a recorded total does; a recorded total "
        "of 0 also tells that no major organ is active.",
    ),
)
