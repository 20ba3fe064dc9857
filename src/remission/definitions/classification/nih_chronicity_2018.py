"""Modified NIH chronicity index of the kidney biopsy."""

from remission.definitions.definition import Definition
from remission.terms import criteria
from remission.terms.sources import Source
from remission.terms.words import either

_lesions = (
    criteria.nih_glomerulosclerosis
    + criteria.nih_fibrous_crescents
    + criteria.nih_tubular_atrophy
    + criteria.nih_interstitial_fibrosis
)

nih_chronicity_2018 = Definition(
    name="nih_chronicity_2018",
    label="NIH chronicity index (modified, 2018)",
    value=either(_lesions.says("the sum of the four chronic lesions"), criteria.nih_chronicity_total),
    unit="{score}",
    printed_unit="points",
    decimals=0,
    source=Source(
        "bajema_2018",
        at="Modified NIH chronicity index",
        says="total glomerulosclerosis, fibrous crescents, tubular atrophy and interstitial fibrosis, each 0 to 3; 0 to 12",
    ),
    words="Modified NIH chronicity index: glomerulosclerosis, global and segmental, fibrous crescents, tubular atrophy and "
    "interstitial fibrosis, each 0 to 3; or the total that the pathologist reports.",
    readings=(
        "A lesion scores 0 if absent, 1 below 25 %, 2 from 25 to 50 % and 3 above 50 % of the glomeruli, or of the cortex for "
        "the last two; copies of the table grade those as mild, moderate or severe. The score is taken as given.",
        "Where all four lesions are known they count, and a reported total does not.",
    ),
)
