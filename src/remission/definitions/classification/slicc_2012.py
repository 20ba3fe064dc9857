"""Systemic lupus erythematosus by the SLICC classification criteria of 2012."""

from remission.definitions.definition import Definition
from remission.terms import criteria as ever
from remission.terms.histology import biopsy_nephritis
from remission.terms.points import at_least
from remission.terms.sources import Source
from remission.terms.words import any_of

_acute = (ever.malar_rash, ever.maculopapular_rash, ever.photosensitive_rash, ever.bullous_lupus)
_clinical = (
    any_of(*_acute, ever.subacute_cutaneous_lupus).says("acute or subacute cutaneous lupus"),
    (ever.discoid_rash | ever.other_chronic_cutaneous_lupus).says("chronic cutaneous lupus"),
    (ever.oral_ulcers | ever.nasal_ulcers).says("oral or nasal ulcers"),
    ever.alopecia,
    ever.joint_involvement,
    ever.serositis_slicc.says("serositis"),
    (ever.proteinuria_half | ever.red_cell_casts).says("renal"),
    any_of(ever.seizure, ever.psychosis, ever.delirium, ever.neuropathy_or_myelitis).says("neurologic"),
    (ever.leukopenia | ever.lymphopenia).says("leukopenia or lymphopenia"),
    ever.thrombocytopenia,
)
_aps = (ever.lupus_anticoagulant, ever.false_syphilis_test, ever.anticardiolipin_medium, ever.anti_b2gp1)
_immunologic = (
    ever.ana,
    ever.ds_dna_twofold,
    ever.anti_sm,
    any_of(*_aps).says("antiphospholipid antibodies"),
    any_of(ever.low_c3, ever.low_c4, ever.low_ch50).says("low complement"),
)
_blood = (ever.hemolytic_anemia | ever.coombs).says("hemolytic anemia, or else a positive direct Coombs test")
_of_each = at_least(1, ever.hemolytic_anemia, *_clinical).as_one("at least one clinical criterion") & at_least(
    1, ever.coombs & ~ever.hemolytic_anemia, *_immunologic
).as_one("at least one immunologic criterion")

slicc_2012 = Definition(
    name="slicc_2012",
    label="SLE (SLICC 2012)",
    value=(at_least(4, *_clinical, _blood, *_immunologic) & _of_each)
    | (biopsy_nephritis & (ever.ana | ever.ds_dna_twofold)).says("nephritis in a biopsy with ANA or anti-dsDNA"),
    source=Source(
        "petri_2012",
        at="Tables 3 and 4",
        says="4 of 17 criteria with at least one clinical and one immunologic, or biopsy-proven nephritis with ANA or "
        "anti-dsDNA; anti-dsDNA by ELISA above twice the limit; leukopenia < 4.0 or lymphopenia < 1.0 × 10⁹/L at least once",
    ),
    words="SLE by SLICC 2012: at least 4 of 17 criteria ever, one clinical and one immunologic among them, or lupus nephritis "
    "in a biopsy together with antinuclear or anti-dsDNA antibodies.",
    readings=(
        "A positive direct Coombs test counts only without hemolytic anemia; of the two, at most one is therefore counted.",
        "Any readable ISN/RPS class is biopsy-proven nephritis.",
        "Proteinuria is written “representing 500 mg/24 hours”: 500 mg counts.",
        "Every criterion counts once it has ever been seen; nothing is taken from laboratory results in the chart.",
        "The acute confusional state is the delirium of the EULAR/ACR criteria.",
    ),
)
