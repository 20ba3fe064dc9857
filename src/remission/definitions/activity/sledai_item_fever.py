"""Fever, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_fever, temperature
from remission.terms.sources import Source
from remission.terms.words import first_known

sledai_item_fever = Definition(
    name="sledai_item_fever",
    label="SLEDAI item: fever",
    value=first_known(sledai_fever == 1, temperature > 38.0),
    source=Source("bombardier_1992", at="definitions of the descriptors", says="> 38 °C; infection excluded"),
    words="Fever: more than 38.0 °C, without infection. As recorded, or from the temperature where that is unknown. "
    "Weight 1.",
    readings=(
        "A recorded item stands before the temperature.",
        "Whether the finding is due to lupus cannot be told from a number: record the item as 0 where it has another "
        "cause, and that stands.",
        "The temperature of the visit stands for the days before it: a fever at home that was over by then is not "
        "seen.",
        "The limit for classification is another one, 38.3 °C.",
        "The versions of the index define the item alike.",
    ),
)
