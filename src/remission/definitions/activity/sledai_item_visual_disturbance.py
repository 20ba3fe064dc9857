"""Visual disturbance, as SLEDAI counts it."""

from remission.definitions.definition import Definition
from remission.terms.analytes import sledai_visual_disturbance
from remission.terms.sources import Source

sledai_item_visual_disturbance = Definition(
    name="sledai_item_visual_disturbance",
    label="SLEDAI item: visual disturbance",
    value=sledai_visual_disturbance == 1,
    source=Source(
        "bombardier_1992",
        at="definitions of the descriptors",
        says="retinal changes of SLE or optic neuritis; hypertension, infection and drugs excluded",
    ),
    words="Visual disturbance: retinal changes of lupus (cytoid bodies, retinal hemorrhage, exudate or hemorrhage of "
    "the choroid) or optic neuritis, without hypertension, infection or a drug as the cause. Weight 8.",
    readings=(
        "The item is taken as it was recorded: whether the finding is due to lupus is the clinician's judgement.",
        "SELENA-SLEDAI also counts scleritis and episcleritis; 1992 and SLEDAI-2K do not. The chart's item does not "
        "tell the version.",
    ),
)
