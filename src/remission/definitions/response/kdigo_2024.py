"""Complete and partial response of the KDIGO guideline of 2024 (and 2021)."""

from remission.definitions.definition import ADULTS, Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")
_stable = _egfr >= 0.85 * baseline(_egfr)

kdigo_2024 = Definition(
    name="kdigo_2024",
    label="Response (KDIGO 2024)",
    value=levels(
        complete=(upcr < 0.5) & _stable,
        partial=(reduction(upcr, floor=0.5) >= 0.5) & (upcr < 3.0) & _stable,
    ),
    ages=ADULTS,
    source=Source(
        "kdigo_2024",
        at="Figure 11, definitions of response",
        says="complete: proteinuria < 0.5 g/g from a 24-hour collection, kidney function stable or improved (± "
        "10–15 % of baseline), within 6–12 months, maybe later; partial: down by ≥ 50 % and to < 3 g/g, same "
        "function, within 6–12 months",
    ),
    words="Complete response: urine protein/creatinine ratio < 0.5 g/g and eGFR ≥ 85 % of baseline. Partial "
    "response: the ratio at least 50 % below baseline and < 3 g/g, and eGFR ≥ 85 % of baseline.",
    readings=(
        "The guideline prints a band, ± 10–15 %; the wider end is used, so that an eGFR of 85 % of baseline is stable.",
        "Kidney function is read as the eGFR by CKD-EPI 2021; the guideline names no equation.",
        "The ratio is meant from a 24-hour collection; which urine it was measured in, a chart does not say.",
        "0.5 g/g is the written limit; the guideline rounds it to 50 mg/mmol, which would be 0.44 g/g.",
        "The primary efficacy renal response of the same figure is a definition of its own, `kdigo_2024_perr`.",
        "Children have a complete response of their own, by body surface; they are not judged here.",
        "The rule can be asked at any visit; the guideline means 6 to 12 months.",
    ),
)
