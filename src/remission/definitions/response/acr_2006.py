"""Complete and partial renal response of the American College of Rheumatology criteria of 2006."""

from remission.definitions.definition import ADULTS, Definition, derived, levels
from remission.terms.analytes import rbc_casts, upcr, urine_rbc_hpf, urine_wbc_hpf, wbc_casts
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")
_inactive = (urine_rbc_hpf <= 5) & (urine_wbc_hpf <= 5) & (rbc_casts == 0) & (wbc_casts == 0)

acr_2006 = Definition(
    name="acr_2006",
    label="Response (ACR 2006)",
    value=levels(
        complete=(upcr < 0.2) & ((_egfr >= 90) | (_egfr >= 1.25 * baseline(_egfr))) & _inactive,
        partial=(reduction(upcr, floor=0.5) >= 0.5) & (upcr <= 2.0) & (_egfr >= baseline(_egfr)),
    ),
    ages=ADULTS,
    source=Source(
        "acr_2006",
        at="response criteria for proteinuria, renal function and sediment",
        says="complete: ratio < 0.2, eGFR normal or, if abnormal, improved by ≥ 25 %, inactive sediment; partial: "
        "ratio 0.2–2.0 and ≥ 50 % less, eGFR at baseline or 25 % better",
    ),
    words="Complete response: urine protein/creatinine ratio < 0.2 g/g, eGFR ≥ 90 or at least 25 % above baseline, "
    "red and white cells ≤ 5 per high-power field and no cellular casts. Partial response: the ratio at least 50 % "
    "below baseline and ≤ 2 g/g, with eGFR no lower than at baseline.",
    readings=(
        "Compared with a table in a later review for complete response; the sediment's limits and the fall by 50 % "
        "are from memory.",
        "A normal eGFR is read as ≥ 90 mL/min per 1.73 m²; the table gives no number and no equation, and CKD-EPI "
        "2021 is used.",
        "“At baseline” is read as no lower than at baseline, without an allowance.",
        "The criteria judge proteinuria, function and sediment one by one; that a response needs them together is "
        "the review's.",
        "Casts are red-cell and white-cell casts. Partial response does not look at the sediment.",
    ),
    verified=False,
)
