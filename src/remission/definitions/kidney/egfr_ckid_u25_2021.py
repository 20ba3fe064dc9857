"""Estimated glomerular filtration rate of children and young adults from creatinine and height, CKiD under 25."""

from remission.definitions.definition import Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.traits import age, female, height
from remission.terms.words import unrounded, where

_age = unrounded(age)
_male = where(_age < 12, 39.0 * 1.008 ** (_age - 12), where(_age < 18, 39.0 * 1.045 ** (_age - 12), 50.8))
_female = where(_age < 12, 36.1 * 1.008 ** (_age - 12), where(_age < 18, 36.1 * 1.023 ** (_age - 12), 41.4))

egfr_ckid_u25_2021 = Definition(
    name="egfr_ckid_u25_2021",
    label="eGFR (CKiD U25 2021)",
    value=where(female, _female, _male) * (height / 100) / creatinine,
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=(1, 25),
    source=Source(
        "pierce_2021",
        at="the age- and sex-dependent equation for height ÷ creatinine",
        says="K × height in m ÷ creatinine in mg/dL; boys K 39.0 × 1.008^(age − 12), 1.045 from 12, 50.8 from 18; "
        "girls 36.1 × 1.008^(age − 12), 1.023 from 12, 41.4 from 18",
    ),
    words="eGFR = K × height ÷ creatinine, height in m, creatinine in mg/dL. K for boys: 39.0 × 1.008^(age − 12) "
    "under 12 years, 39.0 × 1.045^(age − 12) under 18, then 50.8; for girls: 36.1 × 1.008^(age − 12), 36.1 × "
    "1.023^(age − 12), then 41.4.",
    readings=(
        "Age is not rounded here: the equation runs without steps through childhood. A chart that gives completed "
        "years makes a child half a year too young on average.",
        "Height is that of the patient's list, so of day 0: what a child has grown since is missing from later "
        "visits, about 4 % of the eGFR in a year.",
        "From 18 to 25 years it stands beside the equations for adults and differs from them, most where creatinine is "
        "normal: choose one for the whole of a patient's course.",
    ),
)
