"""Complete response of the first trial of abatacept in lupus nephritis (IM101-075)."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import rbc_casts, upcr, urine_rbc_hpf, urine_wbc_hpf
from remission.terms.events import death, prohibited_medication, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import baseline

_egfr = derived("egfr_ckd_epi_2009", "eGFR (CKD-EPI 2009)")

abatacept_2014 = Definition(
    name="abatacept_2014",
    label="Complete response (abatacept 2014)",
    value=levels(
        complete=~(rescue | prohibited_medication | withdrawal | death)
        & (upcr < 0.25)
        & (_egfr >= 0.9 * baseline(_egfr))
        & (urine_rbc_hpf <= 5)
        & (urine_wbc_hpf <= 5)
        & (rbc_casts == 0),
    ),
    source=Source(
        "furie_2014",
        at="Patients and Methods, end points",
        says="eGFR ≥ 90 % of baseline, protein/creatinine ratio < 0.25 g/g, inactive urinary sediment, within 12 months",
    ),
    words="Complete response: urine protein/creatinine ratio < 0.25 g/g, eGFR ≥ 90 % of baseline, and an inactive sediment; no "
    "rescue.",
    readings=(
        "Compared with a secondary table of trial endpoints, which prints 0.25 g/g; the paper itself may print 0.26.",
        "An inactive sediment is read as red and white cells ≤ 5 per high-power field and no red-cell casts.",
        "The trial confirmed its response at a second visit as far as we know; here each visit is judged by itself.",
        "The equation was not compared; CKD-EPI of 2009 is taken.",
        "The trial's reference may be a screening value; ours is the value of the baseline visit.",
        "Rescue therapy, prohibited medication, withdrawal and death rule a response out from the day they are on record.",
    ),
    verified=False,
)
