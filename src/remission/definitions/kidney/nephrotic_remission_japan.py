"""Remission of nephrotic syndrome by the Japanese criteria."""

from remission.definitions.definition import Definition, levels
from remission.terms.analytes import proteinuria
from remission.terms.sources import Source

nephrotic_remission_japan = Definition(
    name="nephrotic_remission_japan",
    label="Remission of nephrotic syndrome (Japan)",
    value=levels(complete=proteinuria < 0.3, incomplete_1=proteinuria < 1.0, incomplete_2=proteinuria < 3.5),
    source=Source(
        "matsuo_2011",
        at="Table 2, criteria for the effect of treatment",
        says="complete < 0.3; incomplete type I 0.3 to < 1.0; incomplete type II 1.0 to < 3.5; no response ≥ 3.5 g/day",
    ),
    words="Remission of nephrotic syndrome: complete, 24-hour urine protein < 0.3 g/day; incomplete type I, 0.3 to < "
    "1.0; incomplete type II, 1.0 to < 3.5; none from 3.5 g/day on.",
    readings=(
        "Meant for patients who were nephrotic; that they were is not asked.",
        "The source judges at 1 and 6 months, and at 6 months also asks for better symptoms and serum protein in "
        "complete remission and incomplete type I; only the protein is tested.",
        "It allows the protein/creatinine ratio where no collection can be made; here the caller allows it.",
        "A fall by half, which Western sources call partial remission, is no level of these criteria.",
    ),
)
