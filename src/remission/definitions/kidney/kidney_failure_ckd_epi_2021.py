"""Kidney failure: dialysis, transplantation, or a confirmed eGFR below 15 by CKD-EPI 2021."""

from remission.definitions.definition import Definition, derived
from remission.terms.events import dialysis, eskd, kidney_transplant
from remission.terms.sources import Source
from remission.terms.words import any_of, previous

_egfr = derived("egfr_ckd_epi_2021", "eGFR")

kidney_failure_ckd_epi_2021 = Definition(
    name="kidney_failure_ckd_epi_2021",
    label="Kidney failure (CKD-EPI 2021)",
    value=any_of(dialysis, kidney_transplant, eskd, (_egfr < 15) & (previous(_egfr) < 15)),
    source=Source(
        "levin_2020",
        at="Abstract",
        says="kidney transplant, initiation of maintenance dialysis, death from kidney failure; a sustained low GFR",
    ),
    words="Kidney failure: maintenance dialysis, kidney transplantation or end-stage kidney disease on record by the "
    "visit, or an eGFR (CKD-EPI 2021) < 15 mL/min per 1.73 m² at this visit and at the last one before it with a "
    "value.",
    readings=(
        "The abstract does not print the limit of a low GFR or how long it must last; trials that follow it (FLOW) "
        "ask for < 15 for at least 4 weeks. How many days lie between the visits is not asked.",
        "An event counts from its day on. Without one the answer rests on the eGFR, and is unknown without it: that "
        "nobody recorded dialysis is not taken for proof that there was none.",
        "Death from kidney failure is not told from other deaths and is not counted.",
    ),
    verified=False,
)
