"""The daily glucocorticoid dose in force at a visit."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.words import in_force

prednisolone_dose = Definition(
    name="prednisolone_dose",
    label="Prednisolone dose",
    value=in_force("glucocorticoids"),
    unit="mg/d",
    printed_unit="mg/day",
    decimals=1,
    source=Source("kagawa_2012", at="Table 3", says="PSL dosage at 6 months (mg/d)"),
    words="Daily glucocorticoid dose in force on the visit day, in mg of prednisolone.",
    readings=("The dose on the visit's due day, not an average over the window.",),
)
