"""Complete and partial renal response of the American College of Rheumatology guideline of 2024."""

from remission.definitions.definition import ADULTS, Definition, derived, levels
from remission.terms.analytes import upcr
from remission.terms.sources import Source
from remission.terms.words import baseline, reduction

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")
_stable = _egfr >= 0.8 * baseline(_egfr)

acr_2024 = Definition(
    name="acr_2024",
    label="Response (ACR 2024)",
    value=levels(
        complete=(upcr < 0.5) & _stable,
        partial=(reduction(upcr, floor=0.5) >= 0.5) & _stable,
    ),
    ages=ADULTS,
    source=Source(
        "sammaritano_2025",
        at="Treatment overview, notes",
        says="complete renal response: proteinuria down to < 500 mg and kidney function stable or improved (± 20 % "
        "from baseline)",
    ),
    words="Complete response: urine protein/creatinine ratio < 0.5 g/g and eGFR ≥ 80 % of baseline. Partial "
    "response: the ratio at least 50 % below baseline, and eGFR ≥ 80 % of baseline.",
    readings=(
        "Complete response was compared with a machine's reading of the guideline's summary, which is garbled in "
        "places; that its 500 mg are per g of creatinine is ours.",
        "Partial response is from memory: the summary names it and does not define it.",
        "No equation is named; CKD-EPI 2021 is used.",
        "The rule can be asked at any visit; the summary means 6 to 12 months for a response that is at least partial.",
        "The goal for prednisolone, ≤ 5 mg/day by 6 months, is a milestone of its own.",
    ),
    verified=False,
)
