"""Body surface by the formula of Mosteller, for doses per square metre."""

from remission.definitions.definition import Definition
from remission.terms.sources import Source
from remission.terms.traits import height, weight

bsa_mosteller_1987 = Definition(
    name="bsa_mosteller_1987",
    label="Body surface (Mosteller)",
    value=(height * weight / 3600) ** 0.5,
    unit="m2",
    printed_unit="m²",
    decimals=2,
    source=Source(
        "mosteller_1987",
        at="Letter",
        says="surface in m² is the square root of height in cm × weight in kg ÷ 3600",
    ),
    words="Body surface = √(height × weight ÷ 3600), in m²: height in cm, weight in kg.",
    readings=(
        "Height and weight are those of the patient's list, so of day 0; edema counts as weight.",
        "The formula was compared with two calculators and a list of formulas, not with the letter itself.",
        "Trials that dose by surface rarely name their formula; the one of Du Bois differs by 1 or 2 % in most adults.",
    ),
)
