"""Renal flare after a complete response, in a study of Arthritis Research & Therapy 2018."""

from remission.definitions.definition import Definition, derived
from remission.terms.analytes import active_sediment, upcr
from remission.terms.sources import Source
from remission.terms.words import previous

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")
_response = previous(derived("kdigo_2024", "response (KDIGO 2024)"))

flare_art_2018 = Definition(
    name="flare_art_2018",
    label="Renal flare after complete response",
    value=(_response == "complete") & ((_egfr <= 0.9 * previous(_egfr)) | (active_sediment == 1) | (upcr > 1.0)),
    source=Source(
        "art_2018",
        at="Methods, definition of renal flare",
        says="after complete response: eGFR down by ≥ 10 %, or active sediment, or protein/creatinine ratio > 1.0",
    ),
    words="Renal flare, in a patient in complete response at the visit before: eGFR at least 10 % below its last "
    "value, or an active urinary sediment, or a urine protein/creatinine ratio > 1.0 g/g.",
    readings=(
        "The study's own complete response was not read; that of KDIGO 2024 stands in for it.",
        "A patient must be in complete response at the last earlier visit with an answer; a response lost before "
        "does not count.",
        "The eGFR is compared with its last known value; the equation was not read, CKD-EPI 2021 is used.",
        "The three limbs were read in the article; its authors and title were not noted, and nobody could open it "
        "again.",
    ),
    verified=False,
)
