"""Nephritic and proteinuric flare in the European consensus on terms, as EULAR/ERA-EDTA 2012 took it over."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.analytes import CREATININE_MOLAR_MASS, creatinine, upcr, urine_rbc_hpf
from remission.terms.sources import Source
from remission.terms.words import previous

_egfr = derived("egfr_ckd_epi_2021", "eGFR (CKD-EPI 2021)")
_response = previous(derived("eular_2012", "response (EULAR 2012)"))
_doubled = upcr >= 2 * previous(upcr)

flare_gordon_2009 = Definition(
    name="flare_gordon_2009",
    label="Renal flare (European consensus)",
    value=levels(
        nephritic=((creatinine >= 1.3 * previous(creatinine)) | (_egfr <= 0.9 * previous(_egfr)))
        & (urine_rbc_hpf - previous(urine_rbc_hpf) >= 10),
        proteinuric=_doubled
        & (
            ((_response == "complete") & (upcr > 100 / CREATININE_MOLAR_MASS))
            | ((_response == "partial") & (upcr > 200 / CREATININE_MOLAR_MASS))
        ),
    ),
    source=Source(
        "gordon_2009",
        at="Definitions of flare",
        says="nephritic: creatinine up by ≥ 30 % or GFR down by ≥ 10 %, with active sediment and ≥ 10 more red "
        "cells per field; proteinuric: ratio doubled to > 100 mg/mmol after complete, > 200 mg/mmol after partial "
        "response",
    ),
    words="Nephritic flare: serum creatinine at least 30 % above, or eGFR at least 10 % below its last value, with "
    "at least 10 more red cells per high-power field. Proteinuric flare: urine protein/creatinine ratio at least "
    "doubled, to > 100 mg/mmol (0.88 g/g) after complete or > 200 mg/mmol (1.77 g/g) after partial response.",
    readings=(
        "From memory of the consensus and of its copy in EULAR/ERA-EDTA 2012: no number was compared with a text.",
        "Everything is compared with the last known value of an earlier visit, and the response is the last known "
        "one of an earlier visit by EULAR/ERA-EDTA 2012.",
        "The consensus asks for reproducible changes; one sample is enough here.",
        "An active sediment is read as at least 10 more red cells per high-power field.",
        "The written unit, mg/mmol, decides: 100 mg/mmol is 0.884 g/g, not 1.",
        "No equation is named for the GFR; CKD-EPI 2021 is used.",
    ),
    verified=False,
)
