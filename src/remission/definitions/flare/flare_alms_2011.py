"""Renal flare of the maintenance phase of the Aspreva Lupus Management Study."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine, rbc_casts, upcr, urine_rbc_hpf, wbc_casts
from remission.terms.sources import Source
from remission.terms.words import lowest, previous

_doubled = (upcr > lowest(upcr)) & (upcr >= 2 * lowest(upcr))
_more_red_cells = (urine_rbc_hpf > 5) & (urine_rbc_hpf > previous(urine_rbc_hpf))
_casts = (rbc_casts >= 1) | (wbc_casts >= 1)

flare_alms_2011 = Definition(
    name="flare_alms_2011",
    label="Renal flare (ALMS maintenance)",
    value=levels(
        nephritic=(creatinine >= 1.25 * lowest(creatinine)) & (_doubled | _more_red_cells | _casts),
        proteinuric=_doubled,
    ),
    source=Source(
        "dooley_2011",
        at="Methods, renal flare",
        says="proteinuric: protein/creatinine ratio doubled; nephritic: creatinine ≥ 25 % over the lowest value "
        "with doubled proteinuria, new or increased hematuria, or cellular casts",
    ),
    words="Nephritic flare: serum creatinine at least 25 % above the lowest earlier value, with a doubled urine "
    "protein/creatinine ratio, new or more red cells in the urine, or cellular casts. Proteinuric flare: the ratio "
    "at least doubled.",
    readings=(
        "Both are compared with the lowest value of any earlier visit; the trial names it for creatinine only.",
        "The printed rule has no least ratio, so a rise from 0.1 to 0.2 g/g doubles; the trial's committee judged "
        "each flare.",
        "New or increased hematuria is read as more than 5 red cells per high-power field and more than at the "
        "visit before.",
        "Cellular casts are red-cell or white-cell casts at this visit, new or not.",
        "Compared with a table of trial definitions, not with the trial's own text.",
    ),
)
