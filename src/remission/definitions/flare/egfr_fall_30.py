"""An eGFR that is 30 % or more below its baseline value, at this visit."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source
from remission.terms.words import baseline

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")

egfr_fall_30 = Definition(
    name="egfr_fall_30",
    label="eGFR down by ≥ 30 %",
    value=_egfr <= 0.7 * baseline(_egfr),
    source=Source("moroni_2022", at="Table 1", says="a decrease in eGFR of ≥ 30 %"),
    words="eGFR (CKD-EPI 2021) at least 30 % below its value at baseline.",
    readings=(
        "The table does not say below what; the value of the baseline visit is taken.",
        "The table names no equation; CKD-EPI 2021 is used.",
        "One low value may be a chance or a passing injury: see the confirmed fall and the impairment.",
    ),
)
