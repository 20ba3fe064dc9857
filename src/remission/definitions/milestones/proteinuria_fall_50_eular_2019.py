"""Proteinuria lower by at least 50 %: the target of EULAR/ERA-EDTA 2019 for month 6."""

from remission.definitions.definition import Definition
from remission.terms.analytes import proteinuria
from remission.terms.sources import Source
from remission.terms.words import reduction

proteinuria_fall_50_eular_2019 = Definition(
    name="proteinuria_fall_50_eular_2019",
    label="Proteinuria down by ≥ 50 % (EULAR 2019, month 6)",
    value=reduction(proteinuria, floor=0.5) >= 0.5,
    source=Source(
        "kostopoulou_2020",
        at="Abstract, Results",
        says="at least 25 % reduction in proteinuria at 3 months, 50 % at 6 months, complete renal response at 12 "
        "months",
    ),
    words="Milestone of month 6: 24-hour urine protein at least 50 % below its baseline value.",
    readings=(
        "The rule is meant for month 6 (day 183) and can be asked at any visit.",
        "From a baseline below 0.5 g/day a fall says nothing; the answer is then unknown, unless proteinuria has "
        "risen.",
        "The recommendation calls this fall a partial clinical response; by itself it says nothing of kidney function.",
        "The recommendation does not say how proteinuria is measured; 24-hour urine protein is used, as in its "
        "target for month 12.",
    ),
)
