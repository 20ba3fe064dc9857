"""The total of the EULAR/ACR 2019 criteria for systemic lupus erythematosus."""

from remission.definitions.definition import Definition
from remission.terms.eular_acr_2019 import CLINICAL, IMMUNOLOGICAL, POINTS_SOURCE
from remission.terms.points import points

eular_acr_2019_points = Definition(
    name="eular_acr_2019_points",
    label="EULAR/ACR 2019 points",
    value=points(*CLINICAL, *IMMUNOLOGICAL).says("the sum of the highest criterion of each of ten domains"),
    unit="{score}",
    printed_unit="points",
    decimals=0,
    source=POINTS_SOURCE,
    words="EULAR/ACR 2019 points: the sum, over ten domains, of the highest criterion that the patient ever met; 0 to 51.",
    readings=(
        "The points are added up whether or not antinuclear antibodies were ever ≥ 1:80; the classification asks for them.",
        "The total is known once nothing unknown could change it: where class III or IV gives the kidney's 10 points, it "
        "does not matter whether proteinuria is known.",
        "Leukopenia on two occasions, which the ACR criteria ask for, is leukopenia here too; malar rash is acute cutaneous "
        "lupus; proteinuria ≥ 0.5 g/day that never was rules out more than 0.5 g/day.",
    ),
)
