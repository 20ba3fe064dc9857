"""State the points of the EULAR/ACR 2019 criteria once, for the classification and for the total.

Only the highest of a domain counts.
"""

from __future__ import annotations

from remission.terms import criteria as ever
from remission.terms.histology import biopsy_class
from remission.terms.points import Domain
from remission.terms.sources import Source
from remission.terms.words import Condition, any_of

POINTS_SOURCE = Source(
    "aringer_2019",
    at="Table 3 and Figure 2",
    says="fever 2; leukopenia 3, thrombocytopenia 4, autoimmune hemolysis 4; delirium 2, psychosis 3, seizure 5; alopecia 2, "
    "oral ulcers 2, subacute cutaneous or discoid lupus 4, acute cutaneous lupus 6; effusion 5, acute pericarditis 6; "
    "joints 6; proteinuria 4, class II or V 8, class III or IV 10; antiphospholipid antibodies 2; low C3 or C4 3, both 4; "
    "anti-dsDNA or anti-Sm 6",
)

CLINICAL: tuple[Domain, ...] = (
    [(2, ever.fever)],
    [(3, ever.leukopenia), (4, ever.thrombocytopenia), (4, ever.autoimmune_hemolysis)],
    [(2, ever.delirium), (3, ever.psychosis), (5, ever.seizure)],
    [
        (2, ever.alopecia),
        (2, ever.oral_ulcers),
        (4, ever.subacute_cutaneous_lupus | ever.discoid_rash),
        (6, ever.malar_rash | ever.maculopapular_rash),
    ],
    [(5, ever.serous_effusion), (6, ever.acute_pericarditis)],
    [(6, ever.joint_involvement)],
    [(4, ever.proteinuria_over_half), (8, biopsy_class("II", "V")), (10, biopsy_class("III", "IV"))],
)
IMMUNOLOGICAL: tuple[Domain, ...] = (
    [(2, any_of(ever.anticardiolipin_medium, ever.anti_b2gp1, ever.lupus_anticoagulant))],
    [
        (3, (ever.low_c3 | ever.low_c4).as_one("C3 or C4 below the limit, ever")),
        (4, (ever.low_c3 & ever.low_c4).as_one("C3 and C4 below the limit, ever")),
    ],
    [(6, ever.ds_dna_positive | ever.anti_sm)],
)


def clinical_criterion() -> Condition:
    """Ask for at least one clinical criterion; who had any has its points."""
    return any_of(*(condition for domain in CLINICAL for _, condition in domain)).as_one(
        "at least one clinical criterion"
    )
