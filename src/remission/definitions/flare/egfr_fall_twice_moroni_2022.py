"""An eGFR that is 30 % or more below its baseline value, at this visit and at the one before."""

from remission.definitions.definition import Definition, derived
from remission.terms.sources import Source
from remission.terms.words import baseline, previous

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")
_limit = 0.7 * baseline(_egfr)

egfr_fall_twice_moroni_2022 = Definition(
    name="egfr_fall_twice_moroni_2022",
    label="eGFR down by ≥ 30 %, twice in a row",
    value=(_egfr <= _limit) & (previous(_egfr) <= _limit),
    source=Source("moroni_2022", at="Table 1", says="a decrease in eGFR of ≥ 30 %, confirmed"),
    words="eGFR (CKD-EPI 2021) at least 30 % below baseline at this visit and at the last earlier visit with a value.",
    readings=(
        "Two determinations, on the way to the three of kidney function impairment.",
        "The table says neither below what nor by which equation; the value of the baseline visit and CKD-EPI 2021 "
        "are taken.",
        "How far apart the two lie depends on the visits that are asked for.",
    ),
)
