"""The daily glucocorticoid dose in force at a visit, per kilogram of body weight."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.traits import weight
from remission.terms.words import in_force

prednisolone_dose_per_kg = Definition(
    name="prednisolone_dose_per_kg",
    label="Prednisolone dose per body weight",
    value=in_force("glucocorticoids") / weight,
    unit="mg/kg/d",
    printed_unit="mg/kg/day",
    decimals=2,
    source=Source(
        "kagawa_2012", at="Methods, treatment protocol", says="60 mg/d, or 80 mg/d above 60 kg of body weight"
    ),
    words="Daily glucocorticoid dose in force on the visit day, in mg of prednisolone, divided by the body weight of day 0.",
    readings=("The weight is that of day 0; it is not followed during treatment.",),
)
