"""Complete response that a review of trial endpoints proposes for future trials (Corapi)."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import proteinuria
from remission.terms.sources import Source
from remission.terms.words import baseline

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")

corapi_2015 = Definition(
    name="corapi_2015",
    label="Complete response (Corapi 2015)",
    value=levels(
        complete=(proteinuria < 0.3)
        & (
            ((baseline(_egfr) >= 60) & (_egfr >= 0.85 * baseline(_egfr)))
            | ((baseline(_egfr) < 60) & (_egfr >= 1.5 * baseline(_egfr)))
        ),
    ),
    source=Source(
        "corapi_2015",
        at="Table 4",
        says="proteinuria < 0.3 g/day in a 24-hour collection; eGFR stable if > 60 at baseline, improved by ≥ 50 % if < 60",
    ),
    words="Complete response: 24-hour urine protein < 0.3 g/day, and eGFR ≥ 85 % of baseline where that was ≥ 60 mL/min per "
    "1.73 m², or ≥ 150 % of it where it was less.",
    readings=(
        "“Stable” is not defined; we take ≥ 85 % of baseline, the lower end of what KDIGO calls stable.",
        "A baseline of exactly 60, which the table leaves out, is counted with those above.",
        "The table asks for “a consensus-based equation”; CKD-EPI of 2009 is taken.",
        "The reduction of glucocorticoids and the repeat biopsy that the table wants considered are not asked for.",
        "Serum creatinine must be known at baseline for either branch.",
    ),
)
