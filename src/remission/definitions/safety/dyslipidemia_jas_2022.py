"""Dyslipidemia by the limits of the Japan Atherosclerosis Society, 2022."""

from remission.definitions.definition import Definition
from remission.terms.analytes import hdl, ldl, total_cholesterol, triglycerides
from remission.terms.sources import Source
from remission.terms.words import any_of

dyslipidemia_jas_2022 = Definition(
    name="dyslipidemia_jas_2022",
    label="Dyslipidemia (Japan 2022)",
    value=any_of(
        ldl >= 140,
        hdl < 40,
        triglycerides >= 175,
        (total_cholesterol - hdl).says("non-HDL cholesterol") >= 170,
    ),
    source=Source(
        "okamura_2024",
        at="Table 1, diagnostic criteria for dyslipidemia",
        says="LDL cholesterol ≥ 140, HDL cholesterol < 40, triglycerides ≥ 150 fasting or ≥ 175 non-fasting, non-HDL "
        "cholesterol ≥ 170 mg/dL; a patient who is not confirmed to fast counts as non-fasting",
    ),
    words="Dyslipidemia: LDL cholesterol ≥ 140, HDL cholesterol < 40, triglycerides ≥ 175 or non-HDL cholesterol ≥ 170 "
    "mg/dL.",
    readings=(
        "The guideline counts a patient who is not confirmed to fast as non-fasting, and a chart does not tell: the limit of "
        "triglycerides is 175, not 150 mg/dL.",
        "One limb that is met is enough; to rule dyslipidemia out all four must be known.",
        "A lipid-lowering drug is not asked for: a treated patient with normal values has no dyslipidemia here.",
        "The founding paper prints no limits for its adverse event.",
    ),
)
