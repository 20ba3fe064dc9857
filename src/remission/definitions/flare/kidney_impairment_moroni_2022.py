"""Kidney function impairment as the Milan cohort defines it: an eGFR that fell by 30 % and stayed there."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source
from remission.terms.words import baseline, previous

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")
_twice = derived("egfr_fall_twice_moroni_2022", "eGFR down by ≥ 30 %, twice in a row")

kidney_impairment_moroni_2022 = Definition(
    name="kidney_impairment_moroni_2022",
    label="Kidney function impairment (Moroni)",
    value=(_egfr <= 0.7 * baseline(_egfr)) & previous(_twice).holds(),
    source=Source(
        "moroni_2022",
        at="Table 1",
        says="a decrease in eGFR of ≥ 30 % confirmed by at least three determinations for at least 3 months",
    ),
    words="Kidney function impairment: eGFR (CKD-EPI 2021) at least 30 % below baseline at this visit and at the "
    "two visits before it that have a value.",
    readings=(
        "Whether three visits span 3 months depends on the visits that are asked for: months 2, 4 and 6 span 4, "
        "days of one's own may span less.",
        "The fall is from the value of the baseline visit; the table names neither reference nor equation.",
        "A patient whose eGFR is already low at baseline must lose 30 % of that.",
    ),
)
