"""Diabetic type by the criteria of the Japan Diabetes Society, 2010."""

from remission.definitions.definition import Definition
from remission.terms.analytes import fasting_glucose, glucose, hba1c
from remission.terms.sources import Source
from remission.terms.words import first_known

diabetic_type_jds_2010 = Definition(
    name="diabetic_type_jds_2010",
    label="Diabetic type (Japan 2010)",
    value=first_known((fasting_glucose >= 126) | (glucose >= 200), first_known(fasting_glucose >= 126, glucose >= 200))
    | (hba1c >= 6.5),
    source=Source(
        "seino_2010",
        at="Abstract, diagnostic criteria",
        says="fasting glucose ≥ 126, casual glucose ≥ 200 mg/dL or HbA1c ≥ 6.5 % is of diabetic type; diabetes asks "
        "for it twice, or for glucose and HbA1c together, or for symptoms",
    ),
    words="Diabetic type: fasting glucose ≥ 126 mg/dL, casual glucose ≥ 200 mg/dL or HbA1c (NGSP) ≥ 6.5 %.",
    readings=(
        "This is the type of one visit, not the diagnosis, which asks for a second sample or for glucose and HbA1c together.",
        "A visit rarely has both a fasting and a casual glucose: where one is known and not high, the other is not missed.",
        "HbA1c is in NGSP units; Japanese values before 2012 are lower by about 0.4 and are converted at the door.",
        "A drug for diabetes is not asked for.",
        "The founding paper prints no limits for its adverse event.",
    ),
)
