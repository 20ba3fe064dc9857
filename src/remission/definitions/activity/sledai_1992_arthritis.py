"""Arthritis, as the SLEDAI of 1992 counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import active_joints, sledai_arthritis
from remission.terms.sources import Source
from remission.terms.words import first_known

sledai_1992_arthritis = Definition(
    name="sledai_1992_arthritis",
    label="SLEDAI item (1992): arthritis",
    value=first_known(sledai_arthritis == 1, active_joints > 2),
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="more than 2 joints with pain and signs of inflammation",
    ),
    words="Arthritis: more than two joints with pain and signs of inflammation (tenderness, swelling or effusion). As "
    "recorded, or from the joint count where that is unknown. Weight 4.",
    readings=(
        "1992 and SELENA-SLEDAI count more than two joints, SLEDAI-2K two or more. The chart's recorded item does "
        "not tell which was meant.",
        "A recorded item stands before the joint count.",
        "An active joint is a painful one with signs of inflammation. The anifrolumab trials counted joints that "
        "were both tender and swollen, among 28.",
    ),
)
