"""Good renal outcome of the AURORA 2 continuation of voclosporin: a low ratio that lasts, without a flare."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import upcr
from remission.terms.events import death, renal_flare, rescue, withdrawal
from remission.terms.sources import Source
from remission.terms.words import previous

aurora_2_2023 = Definition(
    name="aurora_2_2023",
    label="Good renal outcome (AURORA 2)",
    value=levels(
        response=~(renal_flare | rescue | withdrawal | death) & (upcr <= 0.7) & (previous(upcr) <= 0.7),
    ),
    source=Source(
        "saxena_2024",
        at="Methods, renal outcomes",
        says="an adequate response (protein/creatinine ratio ≤ 0.7) that is sustained, and no renal flare: a ratio > 1 from "
        "< 0.2 after response, or > 2 from 0.2 to 1.0",
    ),
    words="Good renal outcome: urine protein/creatinine ratio ≤ 0.7 g/g at this visit and the last one before, no renal flare on "
    "record, and no rescue.",
    readings=(
        "“Sustained” is read as this visit and the last earlier visit with a result; how the trial counts it was not compared.",
        "Flares are those on record, as the trial adjudicated them; a flare that nobody recorded is not looked for.",
        "Compared with secondary texts only.",
    ),
    verified=False,
)
