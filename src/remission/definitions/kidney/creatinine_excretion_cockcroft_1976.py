"""Creatinine that a patient of this age, sex and weight is expected to excrete in a day."""

from remission.definitions.definition import ADULTS, Definition
from remission.terms.sources import Source
from remission.terms.traits import age, female, weight
from remission.terms.words import where

creatinine_excretion_cockcroft_1976 = Definition(
    name="creatinine_excretion_cockcroft_1976",
    label="24-hour urine creatinine, expected",
    value=(140 - age) * weight / 5 * where(female, 0.85, 1.0),
    unit="mg/d",
    printed_unit="mg/day",
    decimals=0,
    ages=ADULTS,
    source=Source(
        "cockcroft_1976",
        at="Abstract and derivation",
        says="clearance (140 − age) × weight ÷ (72 × creatinine), 15 % less in women; it rests on an excretion of 28 "
        "− 0.2 × age mg per kg and day",
    ),
    words="Expected creatinine excretion = (140 − age) × weight ÷ 5 (× 0.85 if female), in mg/day, weight in kg: 28 − "
    "0.2 × age mg per kg and day in men.",
    readings=(
        "It is the excretion inside the equation of Cockcroft and Gault: their 72 is 14.4 × 5, and 14.4 turns mg/dL × "
        "mL/min into mg/day.",
        "At 30 years it gives 22 mg/kg for men and 18.7 for women; the rule of thumb is 20 to 25 and 15 to 20.",
        "Weight is the actual weight of the patient's list, so of day 0; edema counts as weight, and muscle lost on "
        "glucocorticoids lowers the true excretion.",
        "Age is in completed years on the day of the visit.",
    ),
)
