"""eGFR before the flare that is treated, recorded or by the CKD-EPI equation of 2009."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import pre_flare_creatinine, pre_flare_egfr
from remission.terms.sources import Source
from remission.terms.traits import age, black, female
from remission.terms.words import either, greater, lesser, where

_scaled = pre_flare_creatinine / where(female, 0.7, 0.9)
_low = where(female, lesser(_scaled, 1) ** -0.329, lesser(_scaled, 1) ** -0.411)
_race = either(where(black, 1.159, 1.0), 1.0)
_reckoned = 141 * _low * greater(_scaled, 1) ** -1.209 * 0.993**age * where(female, 1.018, 1.0) * _race

pre_flare_egfr_ckd_epi_2009 = Definition(
    name="pre_flare_egfr_ckd_epi_2009",
    label="eGFR before the flare (CKD-EPI 2009)",
    value=either(pre_flare_egfr, _reckoned),
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "levey_2009",
        at="Table 2",
        says="141 × min(Cr/κ, 1)^α × max(Cr/κ, 1)^−1.209 × 0.993^age × 1.018 if female × 1.159 if Black",
    ),
    words="eGFR before the flare: as recorded, or else by the CKD-EPI equation of 2009 from the serum creatinine before the "
    "flare, with the age at the visit at which that was recorded.",
    readings=(
        "It is recorded at the baseline visit and is known there only; the baseline creatinine never stands in for it.",
        "A recorded value is taken as it is, whatever equation gave it.",
        "The age when the creatinine was drawn is not known; the age at baseline is taken, which lowers the result by less "
        "than 1 % for each year between them.",
    ),
)
