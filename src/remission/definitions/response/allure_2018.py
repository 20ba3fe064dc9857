"""Complete renal response of the ALLURE trial of abatacept."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import rbc_casts, upcr, wbc_casts
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline, dosed_above

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")

allure_2018 = Definition(
    name="allure_2018",
    label="Complete renal response (ALLURE)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & ~dosed_above("glucocorticoids", 10, days=1, within=28)
        & (upcr < 0.5)
        & ((_egfr >= 90) | (_egfr >= 0.85 * baseline(_egfr)))
        & (rbc_casts == 0)
        & (wbc_casts == 0),
    ),
    source=Source(
        "allure_2018",
        at="Primary outcome",
        says="eGFR normal or ≥ 85 % of baseline, protein/creatinine ratio < 0.5, no cellular casts, prednisone ≤ 10 mg/day for "
        "at least 28 days, at week 52",
    ),
    words="Complete renal response: urine protein/creatinine ratio < 0.5 g/g; eGFR ≥ 90 mL/min per 1.73 m² or ≥ 85 % of "
    "baseline; no red-cell or white-cell casts; glucocorticoids no more than 10 mg/day of prednisolone in the last 28 days; "
    "no rescue.",
    readings=(
        "The registry does not say what a normal eGFR is; we take ≥ 90 mL/min per 1.73 m², which is KDIGO's G1.",
        "Cellular casts are read as red-cell and white-cell casts; both must have been looked for.",
        "A review prints < 11 mg/day where the registry prints ≤ 10 mg/day; the registry is followed.",
        "The equation was not compared; CKD-EPI of 2009 is taken.",
        "The trial's reference may be a screening value; ours is the value of the baseline visit.",
        "Rescue therapy, prohibited medication, withdrawal and death rule a response out from the day they are on record.",
    ),
)
