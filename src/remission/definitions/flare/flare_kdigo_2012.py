"""Relapse of lupus nephritis as KDIGO 2012 grades it: mild, moderate, severe, and what its table leaves open."""

from remission.definitions.definition import Definition, levels
from remission.terms import analytes
from remission.terms.analytes import creatinine, upcr
from remission.terms.sources import Source
from remission.terms.words import previous

_creatinine, _upcr = previous(creatinine), previous(upcr)
_creatinine_rise, _upcr_rise = creatinine - _creatinine, upcr - _upcr
_red_cells = (previous(analytes.urine_rbc_hpf) < 5) & (analytes.urine_rbc_hpf > 15) & (analytes.acanthocytes_hpf >= 2)
_red_casts = (previous(analytes.rbc_casts) < 1) & (analytes.rbc_casts >= 1)
_white_casts = (previous(analytes.wbc_casts) < 1) & (analytes.wbc_casts >= 1) & (analytes.urinary_infection == 0)

flare_kdigo_2012 = Definition(
    name="flare_kdigo_2012",
    label="Kidney relapse (KDIGO 2012)",
    value=levels(
        severe=((_creatinine < 2.0) & (_creatinine_rise > 1.0))
        | ((_creatinine >= 2.0) & (_creatinine_rise > 1.5))
        | (_upcr_rise > 5.0),
        moderate=((_creatinine < 2.0) & (_creatinine_rise >= 0.20))
        | ((_creatinine >= 2.0) & (_creatinine_rise >= 0.40))
        | ((_upcr < 0.5) & (upcr >= 1.0))
        | ((_upcr >= 0.5) & (_upcr <= 1.0) & (upcr >= 2.0) & (_upcr_rise < 5.0))
        | ((_upcr > 1.0) & (upcr >= 2 * _upcr) & (upcr < 5.0)),
        unclassified=(_upcr >= 0.5) & (upcr >= 2 * _upcr) & (upcr >= 5.0),
        mild=_red_cells | _red_casts | _white_casts,
    ),
    source=Source(
        "kdigo_2012",
        at="Table 29",
        says="severe: creatinine up by > 1.0 mg/dL (> 1.5 from 2.0), or uPCR up by > 5 g/g; moderate: creatinine up "
        "by 0.20–1.0 (0.40–1.5), or uPCR from < 0.5 to ≥ 1.0, from 0.5–1.0 to ≥ 2.0 with a rise < 5, from > 1.0 at "
        "least doubled and < 5 g/g; mild: red cells from < 5 to > 15 with ≥ 2 acanthocytes, or a red-cell or (no "
        "infection) white-cell cast again",
    ),
    words="Kidney relapse since the visit before. Severe: serum creatinine up by > 1.0 mg/dL (> 1.5 from 2.0 mg/dL "
    "on), or urine protein/creatinine ratio up by > 5 g/g. Moderate: creatinine up by ≥ 0.20 mg/dL (≥ 0.40), or the "
    "ratio up to ≥ 1 g/g from < 0.5, to ≥ 2 from 0.5–1.0, or at least doubled from > 1.0 and still < 5. Mild: red "
    "cells from < 5 to > 15 per field with ≥ 2 acanthocytes, or new red-cell or white-cell casts. Unclassified: a "
    "ratio that the table leaves out.",
    readings=(
        "The table compares with a baseline that it does not define; the last known value of an earlier visit is "
        "taken, so a slow rise over several visits can be missed.",
        "The table has a gap: a ratio that at least doubles from > 1.0 to 5 g/g or more, by 5 g/g or less, is "
        "neither moderate nor severe (3 to 6 g/g). It is answered “unclassified”, above mild: it is a flare that "
        "the table does not grade.",
        "A rise of exactly 5 g/g from 0.5–1.0 g/g lies in the same gap.",
        "A cast comes back if none was seen at the last visit with a result.",
        "A level is unknown while a worse one cannot be ruled out, and no relapse needs a known sediment, "
        "acanthocytes included.",
    ),
)
