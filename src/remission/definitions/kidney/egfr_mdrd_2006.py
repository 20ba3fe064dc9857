"""Estimated glomerular filtration rate from creatinine, four-variable MDRD equation for IDMS-traceable creatinine."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.traits import age, black, female
from remission.terms.words import either, where

_race = either(where(black, 1.212, 1.0), 1.0)

egfr_mdrd_2006 = Definition(
    name="egfr_mdrd_2006",
    label="eGFR (MDRD 2006)",
    value=175 * creatinine**-1.154 * age**-0.203 * where(female, 0.742, 1.0) * _race,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "levey_2006",
        at="the re-expressed four-variable equation",
        says="175 × Cr^−1.154 × age^−0.203 × 0.742 if female × 1.212 if Black",
    ),
    words="eGFR = 175 × creatinine^−1.154 × age^−0.203 (× 0.742 if female, × 1.212 if recorded as Black), creatinine "
    "in mg/dL (IDMS-traceable).",
    readings=(
        "Age is in completed years on the day of the visit.",
        "The factor for Black patients is applied only where the chart records it; many registries do not, and the "
        "equations of 2021 dropped it.",
        "The older constant 186 belongs to creatinine that is not IDMS-traceable; some packages still use it.",
    ),
)
