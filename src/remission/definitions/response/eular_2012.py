"""Complete and partial renal response of the EULAR/ERA-EDTA recommendations of 2012."""

from remission.definitions.definition import ADULTS, Definition, derived, levels
from remission.terms.analytes import CREATININE_MOLAR_MASS, upcr
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")
_near_normal = (_egfr >= 90) | ((baseline(_egfr) < 90) & (_egfr >= 0.9 * 90))

eular_2012 = Definition(
    name="eular_2012",
    label="Response (EULAR/ERA-EDTA 2012)",
    value=levels(
        complete=(upcr < 50 / CREATININE_MOLAR_MASS) & _near_normal,
        partial=(reduction(upcr, floor=0.5) >= 0.5) & (upcr < 3.0) & _near_normal,
    ),
    ages=ADULTS,
    source=Source(
        "bertsias_2012",
        at="Table 1, statement 3.2",
        says="complete: UPCR < 50 mg/mmol and normal or near-normal (within 10 % of normal GFR if previously "
        "abnormal) renal function; partial: ≥ 50 % reduction in proteinuria to subnephrotic levels and normal or "
        "near-normal function, by 6, no later than 12 months",
    ),
    words="Complete response: urine protein/creatinine ratio < 50 mg/mmol (0.44 g/g) and eGFR ≥ 90, or ≥ 81 if it "
    "was below 90 at baseline. Partial response: the ratio at least 50 % below baseline and < 3 g/g, with the same "
    "eGFR.",
    readings=(
        "The written unit decides: 50 mg/mmol is 0.442 g/g, although it is often rounded to 0.5. The statement as a "
        "web page prints it says mg/mol, a slip.",
        "The text gives no number for a normal GFR; 90 mL/min per 1.73 m² is ours, and 81 is 10 % less. It can also "
        "be read as within 10 % of the patient's own normal value.",
        "Subnephrotic is read as < 3 g/g; the statement prints no limit.",
        "No equation is named; CKD-EPI 2021 is used.",
        "The rule can be asked at any visit; the text means 6 to 12 months.",
    ),
)
