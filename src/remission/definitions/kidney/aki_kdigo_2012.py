"""Acute kidney injury by serum creatinine, KDIGO 2012."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.traits import age, height
from remission.terms.words import peak, ratio_within, rise_within

_ratio = ratio_within(creatinine, days=7)
_injury = (rise_within(creatinine, days=2) >= 0.3) | (_ratio >= 1.5)
_failure = (peak(creatinine) >= 4.0) | ((age < 18) & (0.413 * height / peak(creatinine) < 35))

aki_kdigo_2012 = Definition(
    name="aki_kdigo_2012",
    label="Acute kidney injury (KDIGO 2012, creatinine)",
    value=levels(stage_3=(_ratio >= 3) | (_injury & _failure), stage_2=_ratio >= 2, stage_1=_injury),
    source=Source(
        "kdigo_aki_2012",
        at="Sections 2.1.1 and 2.1.2, Table 2",
        says="rise ≥ 0.3 mg/dL within 48 hours or ≥ 1.5 times baseline within 7 days; stage 2 from 2.0 times, stage 3 "
        "from 3.0 times, or ≥ 4.0 mg/dL, or eGFR < 35 under 18 years",
    ),
    words="Acute kidney injury: serum creatinine up by ≥ 0.3 mg/dL within 2 days or to ≥ 1.5 times within 7 days; "
    "stage 2 from 2 times, stage 3 from 3 times, or ≥ 4.0 mg/dL (under 18 years: eGFR < 35) once it is injury.",
    readings=(
        "All results of the visit's window are looked at, each against the least of the days before it. Results too "
        "far apart prove nothing: monthly visits leave the stage unknown, and `none` means that no two results show "
        "an injury, not that none happened between them.",
        "The baseline is the least creatinine of the 7 days before. One that is presumed, or older, is not used: what "
        "rose over 60 days is not provable.",
        "48 hours are two study days, since the chart knows no hours of blood samples; two results of one day are not "
        "compared.",
        "Only creatinine is asked. Urine output per hour and the start of dialysis, which also make stages, are not "
        "in a chart in that form.",
        "The ratios 1.9 to 2.0 and 2.9 to 3.0, which the table leaves open, belong to the lower stage. The eGFR of a "
        "child is that of the bedside equation of 2009.",
    ),
)
