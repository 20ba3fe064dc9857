"""Complete and partial renal response of the EULAR recommendations of 2025."""

from remission.definitions.definition import ADULTS, Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")
_stable = _egfr >= 0.8 * baseline(_egfr)

eular_2025 = Definition(
    name="eular_2025",
    label="Response (EULAR 2025)",
    value=levels(
        complete=(upcr < 0.5) & _stable,
        partial=(reduction(upcr, floor=0.5) >= 0.5) & _stable,
    ),
    ages=ADULTS,
    source=Source(
        "eular_2025",
        at="Recommendation 2 and its text",
        says="complete renal response: UPCR < 500 mg/g at any time point; 50 % less proteinuria by 6 months "
        "(partial response); GFR stabilised at ≥ 80 % of its baseline value within the first 3 months",
    ),
    words="Complete response: urine protein/creatinine ratio < 0.5 g/g and eGFR ≥ 80 % of baseline. Partial "
    "response: the ratio at least 50 % below baseline, and eGFR ≥ 80 % of baseline.",
    readings=(
        "The text calls ≥ 80 % of baseline desirable within 3 months; that both responses need it is our reading.",
        "The target for month 12, < 700 mg/g, is a milestone of its own, `upcr_0_7_eular_2025`.",
        "No equation is named; CKD-EPI 2021 is used.",
        "Compared with the wording as public medical software quotes it, not with the journal.",
    ),
)
