"""Estimated creatinine clearance, equation of Cockcroft and Gault."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.traits import age, female, weight
from remission.terms.words import where

cockcroft_gault_1976 = Definition(
    name="cockcroft_gault_1976",
    label="Creatinine clearance (Cockcroft-Gault)",
    value=(140 - age) * weight / (72 * creatinine) * where(female, 0.85, 1.0),
    unit="mL/min",
    printed_unit="mL/min",
    decimals=1,
    ages=ADULTS,
    source=Source(
        "cockcroft_1976",
        at="Abstract",
        says="(140 − age) × weight in kg ÷ (72 × creatinine in mg/dL), 15 % less in women",
    ),
    words="Creatinine clearance = (140 − age) × weight ÷ (72 × creatinine) (× 0.85 if female), in mL/min: weight in "
    "kg, creatinine in mg/dL; not for 1.73 m².",
    readings=(
        "Age is in completed years on the day of the visit.",
        "Weight is the actual weight of the patient's list, so of day 0; edema counts as weight.",
        "It is a clearance of creatinine, not a GFR, and was made before creatinine was standardized: with today's "
        "enzymatic methods it is too high. In Japan × 0.789 brings it to a GFR; we do not apply that.",
    ),
)
