"""The second item of the lupus low disease activity state: nothing that the assessment before did not have."""

from remission.definitions.definition import Definition, derived
from remission.terms.analytes import ANALYTES, sledai
from remission.terms.sledai import WEIGHTS
from remission.terms.sources import Source
from remission.terms.words import all_of, first_known, lowest, only_yes, previous

_own = ("arthritis", "proteinuria")
_items = [
    derived(f"sledai_{'2k' if item in _own else 'item'}_{item}", ANALYTES[f"sledai_{item}"].label) for item in WEIGHTS
]
_not_new = [
    (~item.holds() | previous(item).holds()).as_one(f"no new {item.words.removeprefix('SLEDAI: ')}") for item in _items
]
_unknown = derived("sledai_2k_unknown_items", "number of unknown items of SLEDAI-2K")
_assessed = only_yes((lowest(_unknown) < len(WEIGHTS)) | previous(sledai).is_known())

lldas_2016_no_new_activity = Definition(
    name="lldas_2016_no_new_activity",
    label="LLDAS item 2: no new activity",
    value=_assessed & first_known(all_of(*_not_new), only_yes(sledai == 0)),
    source=Source(
        "franklyn_2016",
        at="Table 1, item 2",
        says="no new features of lupus disease activity compared with the previous assessment",
    ),
    words="No item of SLEDAI-2K present that was absent at the visit before.",
    readings=(
        "New activity is read as an item of SLEDAI-2K that is present now and was absent when it was last known, serology "
        "included. An item that stays but worsens is not seen.",
        "Other studies read it otherwise: no flare by the SELENA-SLEDAI flare index (Golder 2016); in analyses of the "
        "belimumab trials, no moderate or severe flare since baseline, or no new item and no new BILAG activity.",
        "The first visit has nothing to be compared with: it is unknown.",
        "New hemolytic anemia or gastrointestinal activity fails item 1 already.",
    ),
)
