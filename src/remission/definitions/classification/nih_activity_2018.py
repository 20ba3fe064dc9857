"""Modified NIH activity index of the kidney biopsy."""

from remission.definitions.definition import Definition
from remission.terms import criteria
from remission.terms.sources import Source
from remission.terms.words import either

_lesions = (
    criteria.nih_endocapillary
    + criteria.nih_neutrophils
    + criteria.nih_necrosis * 2
    + criteria.nih_hyaline
    + criteria.nih_cellular_crescents * 2
    + criteria.nih_inflammation
)

nih_activity_2018 = Definition(
    name="nih_activity_2018",
    label="NIH activity index (modified, 2018)",
    value=either(_lesions.says("the weighted sum of the six active lesions"), criteria.nih_activity_total),
    unit="{score}",
    printed_unit="points",
    decimals=0,
    source=Source(
        "bajema_2018",
        at="Modified NIH activity index",
        says="six lesions of 0 to 3, fibrinoid necrosis and cellular or fibrocellular crescents doubled; 0 to 24",
    ),
    words="Modified NIH activity index: endocapillary hypercellularity, neutrophils or karyorrhexis, hyaline deposits and "
    "interstitial inflammation, each 0 to 3, and fibrinoid necrosis and cellular or fibrocellular crescents, each doubled; "
    "or the total that the pathologist reports.",
    readings=(
        "A lesion scores 0 if absent, 1 below 25 %, 2 from 25 to 50 % and 3 above 50 % of the glomeruli, or of the cortex for "
        "interstitial inflammation; copies of the table grade that one as mild, moderate or severe. The score is taken as given.",
        "Where all six lesions are known they count, and a reported total does not.",
        "An index of 1984 is another thing: it scored karyorrhexis with necrosis.",
    ),
)
