"""Systemic lupus erythematosus by the EULAR/ACR classification criteria of 2019."""

from remission.definitions.definition import Definition
from remission.terms.criteria import ana_80
from remission.terms.eular_acr_2019 import CLINICAL, IMMUNOLOGICAL, clinical_criterion
from remission.terms.points import reaches
from remission.terms.sources import Source

eular_acr_2019 = Definition(
    name="eular_acr_2019",
    label="SLE (EULAR/ACR 2019)",
    value=ana_80 & clinical_criterion() & reaches(10, *CLINICAL, *IMMUNOLOGICAL),
    source=Source(
        "aringer_2019",
        at="Figure 2",
        says="entry criterion ANA ≥ 1:80 ever; at least one clinical criterion; 10 points or more; only the highest "
        "criterion of a domain counts; criteria need not occur at the same time",
    ),
    words="SLE by EULAR/ACR 2019: antinuclear antibodies ≥ 1:80 ever, at least one clinical criterion, and at least 10 points, "
    "of which only the highest of each domain counts.",
    readings=(
        "Every criterion is a fact of the patient's history and counts once it has ever been seen; nothing is taken from "
        "laboratory results in the chart.",
        "A total that known criteria bring to 10 is enough whatever else is unknown; one that nothing unknown could bring "
        "there is not.",
        "The weights are the final ones; the provisional weights, also in circulation, have another threshold.",
        "A mixed class III + V scores by its highest; classes I and VI alone score nothing for the biopsy.",
        "Anti-dsDNA and anti-Sm count as positive by an assay of at least 90 % specificity, which the chart cannot tell.",
        "A criterion counts only where no other cause is likelier: whoever records it decides that.",
    ),
)
