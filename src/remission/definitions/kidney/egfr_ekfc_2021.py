"""Estimated glomerular filtration rate from creatinine at all ages, European Kidney Function Consortium."""

import math

from remission.definitions.definition import Definition
from remission.terms.analytes import creatinine
from remission.terms.sources import Source
from remission.terms.traits import age, female
from remission.terms.words import unrounded, where

_age = unrounded(age)
_boy = math.e ** (3.200 + 0.259 * _age - 0.00763 * _age**2 + 0.0000790 * _age**3) * _age**-0.543
_girl = math.e ** (3.080 + 0.177 * _age - 0.00596 * _age**2 + 0.0000686 * _age**3) * _age**-0.223
_young = where(female, _girl, _boy) / 88.4
_scaled = creatinine / where(_age > 25, where(female, 0.70, 0.90), _young)
_kidney = where(_scaled < 1, _scaled**-0.322, _scaled**-1.132)

egfr_ekfc_2021 = Definition(
    name="egfr_ekfc_2021",
    label="eGFR (EKFC 2021)",
    value=107.3 * _kidney * where(_age > 40, 0.990 ** (_age - 40), 1.0),
    unit="mL/min/{1.73_m2}",
    printed_unit="mL/min per 1.73 m²",
    decimals=1,
    ages=(2, None),
    source=Source(
        "pottel_2021",
        at="the EKFC equation and its Q values",
        says="107.3 × (Cr/Q)^−0.322, or ^−1.132 from Cr/Q 1, × 0.990^(age − 40) above 40 years; Q 0.70 mg/dL for "
        "women and 0.90 for men above 25 years, a polynomial of age below",
    ),
    words="eGFR = 107.3 × (Cr/Q)^−0.322 where Cr/Q is below 1, else (Cr/Q)^−1.132, × 0.990^(age − 40) above 40 years. "
    "Q above 25 years: 0.70 mg/dL for women, 0.90 for men; from 2 to 25 years ln Q in μmol/L is 3.080 + 0.177a − "
    "0.223 ln a − 0.00596a² + 0.0000686a³ for girls, 3.200 + 0.259a − 0.543 ln a − 0.00763a² + 0.0000790a³ for boys, "
    "a the age.",
    readings=(
        "Age is not rounded here: Q changes within each year of childhood.",
        "Q of adults is taken in mg/dL, as printed; 62 and 80 μmol/L, printed beside it, would give 0.2 to 0.6 % more.",
        "These Q are of White Europeans. Values for other populations were published later and are not used.",
    ),
)
