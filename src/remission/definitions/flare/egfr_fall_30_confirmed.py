"""An eGFR that is 30 % or more below its baseline value, at this visit and at the one before."""

from remission.definitions.definition import Definition, derived, holds
from remission.terms.sources import Source
from remission.terms.words import previous

egfr_fall_30_confirmed = Definition(
    name="egfr_fall_30_confirmed",
    label="eGFR down by ≥ 30 %, confirmed",
    value=holds("egfr_fall_30", "eGFR down by ≥ 30 %") & previous(derived("egfr_fall_30", "fall by ≥ 30 %")).holds(),
    source=Source("moroni_2022", at="Table 1", says="a decrease in eGFR of ≥ 30 %, confirmed"),
    words="eGFR (CKD-EPI 2021) at least 30 % below baseline at this visit and at the last earlier visit with a value.",
    readings=(
        "Two determinations, on the way to the three of kidney function impairment.",
        "How far apart the two lie depends on the visits that are asked for.",
    ),
)
