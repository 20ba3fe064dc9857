"""Systemic lupus erythematosus by the criteria of the American College of Rheumatology, 1982 as updated in 1997."""

from remission.definitions.definition import Definition
from remission.terms import criteria as ever
from remission.terms.points import at_least
from remission.terms.sources import Source
from remission.terms.words import any_of

acr_1997 = Definition(
    name="acr_1997",
    label="SLE (ACR 1997)",
    value=at_least(
        4,
        ever.malar_rash,
        ever.discoid_rash,
        ever.photosensitivity,
        (ever.oral_ulcers | ever.nasal_ulcers).says("oral or nasopharyngeal ulcers"),
        ever.nonerosive_arthritis,
        ever.serositis.says("serositis"),
        (ever.persistent_proteinuria | ever.cellular_casts).says("renal disorder"),
        (ever.seizure | ever.psychosis).says("neurologic disorder"),
        any_of(ever.hemolytic_anemia, ever.leukopenia_twice, ever.lymphopenia_twice, ever.thrombocytopenia).says(
            "hematologic disorder"
        ),
        any_of(
            ever.ds_dna_positive,
            ever.anti_sm,
            ever.anticardiolipin,
            ever.lupus_anticoagulant,
            ever.false_syphilis_test,
        ).says("immunologic disorder"),
        ever.ana,
    ),
    source=Source(
        "hochberg_1997",
        at="Update of the 1982 revised criteria (Tan 1982, Table 2)",
        says="at least 4 of 11 criteria, serially or simultaneously; leukopenia < 4.0 and lymphopenia < 1.5 × 10⁹/L on two or "
        "more occasions, platelets < 100 × 10⁹/L; anti-DNA, anti-Sm or antiphospholipid antibodies",
    ),
    words="SLE by ACR 1997: at least 4 of 11 criteria ever: malar rash, discoid rash, photosensitivity, oral ulcers, arthritis, "
    "serositis, renal, neurologic, hematologic and immunologic disorder, antinuclear antibodies.",
    readings=(
        "The set of 1982 differs in one criterion, the immunologic: it counts a positive LE-cell preparation, and of the "
        "antiphospholipid antibodies only the false-positive syphilis test.",
        "The founding paper writes “revised criteria” and does not say which of the two it used.",
        "Every criterion counts once it has ever been seen; nothing is taken from laboratory results in the chart.",
        "A pleural or pericardial effusion and acute pericarditis, recorded for later criteria, are serositis here; red-cell "
        "casts are cellular casts.",
        "A false-positive syphilis test counts when it was so for at least six months; whoever records it decides that.",
    ),
)
