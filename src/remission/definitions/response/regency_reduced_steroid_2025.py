"""Complete renal response on a small dose of prednisone, a key secondary end point of REGENCY."""

from remission.definitions.definition import Definition, derived, levels
from remission.terms.sources import Source
from remission.terms.words import dosed_above

regency_reduced_steroid_2025 = Definition(
    name="regency_reduced_steroid_2025",
    label="Complete renal response on ≤ 7.5 mg/day (REGENCY)",
    value=levels(
        complete=(derived("regency_2025", "complete renal response (REGENCY)") == "complete")
        & ~dosed_above("glucocorticoids", 7.5, days=1, within=84),
    ),
    source=Source(
        "furie_2025",
        at="Abstract",
        says="complete renal response with a prednisone dose of 7.5 mg/day or lower between weeks 64 and 76",
    ),
    words="Complete renal response as in REGENCY, with glucocorticoids no more than 7.5 mg/day of prednisolone on every one of "
    "the last 84 days.",
    readings=(
        "Weeks 64 to 76 are read as the 84 days that end with the visit, whichever visit is asked about.",
        "Any day above 7.5 mg counts; what the trial forgave was not compared.",
        "Prednisone and prednisolone count alike.",
    ),
)
