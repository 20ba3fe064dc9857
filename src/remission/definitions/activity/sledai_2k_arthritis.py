"""Arthritis, as SLEDAI-2K counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import active_joints, sledai_arthritis
from remission.terms.sources import Source
from remission.terms.words import first_known

sledai_2k_arthritis = Definition(
    name="sledai_2k_arthritis",
    label="SLEDAI-2K item: arthritis",
    value=first_known(sledai_arthritis == 1, active_joints >= 2),
    source=Source(
        "gladman_2002",
        at="definitions of the descriptors",
        says="2 or more joints with pain and signs of inflammation",
    ),
    words="Arthritis: two or more joints with pain and signs of inflammation (tenderness, swelling or effusion). As "
    "recorded, or from the joint count where that is unknown. Weight 4.",
    readings=(
        "SLEDAI-2K counts two joints or more; several copies of it on the web still print more than two, the wording "
        "of 1992. The chart's recorded item does not tell which was meant.",
        "A recorded item stands before the joint count.",
        "An active joint is a painful one with signs of inflammation. The anifrolumab trials counted joints that "
        "were both tender and swollen, among 28.",
    ),
)
