"""Lupus flare by the SELENA flare index: severe, or mild to moderate."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms import analytes as seen
from remission.terms.analytes import hemoglobin, pga, platelets
from remission.terms.sources import Source
from remission.terms.traits import weight
from remission.terms.words import any_of, in_force, previous

_score, _dose = derived("sledai_total", "SLEDAI"), in_force("glucocorticoids")
_raised, _high = _dose > previous(_dose), _dose > 0.5 * weight
_low_hemoglobin = (hemoglobin < 7) | (previous(hemoglobin) - hemoglobin > 3)
_grave = any_of(
    *(sign == 1 for sign in (seen.worse_cns, seen.worse_vasculitis, seen.worse_nephritis, seen.worse_myositis)),
    (platelets < 60) & (platelets < previous(platelets)),
    (seen.hemolytic_anemia == 1) & _low_hemoglobin,
)
_mild = (
    seen.worse_skin,
    seen.worse_mucosal_ulcers,
    seen.worse_pleuritis,
    seen.worse_pericarditis,
    seen.worse_arthritis,
)

flare_selena_2005 = Definition(
    name="flare_selena_2005",
    label="Lupus flare (SELENA flare index)",
    value=levels(
        severe=((_score > 12) & (_score > previous(_score)))
        | (_grave & _raised & (_dose >= 2 * previous(_dose)))
        | (_raised & _high)
        | (seen.new_immunosuppressant == 1)
        | (seen.hospital_for_lupus == 1)
        | ((pga > 2.5) & (pga > previous(pga))),
        mild_or_moderate=((_score - previous(_score) >= 3) & (_score <= 12))
        | any_of(*(sign == 1 for sign in (*_mild, seen.worse_fever, seen.new_nsaid_or_antimalarial)))
        | (_raised & ~_high)
        | ((pga - previous(pga) >= 1.0) & (pga <= 2.5)),
    ),
    source=Source(
        "buyon_2005",
        at="Appendix, SELENA-SLEDAI flare composite",
        says="severe: score to > 12; a grave manifestation; prednisone to > 0.5 mg/kg/day; new cytotoxic drug; "
        "hospital; global assessment to > 2.5. Mild to moderate: score up by ≥ 3, to ≤ 12; a milder manifestation; "
        "less prednisone; NSAID or hydroxychloroquine; global assessment up by ≥ 1.0, to ≤ 2.5",
    ),
    words="Severe flare: the score rises to > 12, a grave manifestation doubles the prednisolone dose, the dose "
    "rises to > 0.5 mg/kg/day, a new immunosuppressant, a hospital stay, or the physician's global assessment rises "
    "to > 2.5. Mild or moderate: score up by ≥ 3 to ≤ 12, a milder manifestation, a dose up to ≤ 0.5 mg/kg/day, an "
    "NSAID or antimalarial added, or a global assessment up by ≥ 1.0 to ≤ 2.5. All since the visit before.",
    readings=(
        "Changes are since the last known value of an earlier visit; signs are recorded 1 or 0.",
        "The index counts SELENA-SLEDAI; the score here is the SLEDAI total of the chart, whichever version it is.",
        "A grave manifestation counts where it needs twice the dose; with a high dose or in hospital it is severe.",
        "Mycophenolate, not yet in the index of 1999, counts as a new immunosuppressant. The weight is that of day 0.",
        "Everything must be known, and absent, before there is no flare.",
        "Compared with tables of later papers and a calculator, not with the appendix.",
    ),
)
