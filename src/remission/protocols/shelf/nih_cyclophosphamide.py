"""Monthly, then quarterly intravenous cyclophosphamide with prednisone: the regimen of the National Institutes of Health."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Ask, Course, Monitor, PerKg, PerM2, Protocol, Rule, Switch
from remission.terms.analytes import creatinine, proteinuria, wbc
from remission.terms.sources import Source
from remission.terms.traits import weight
from remission.terms.windows import visits_on
from remission.terms.words import days_on, dose_of

_pulses = Source("boumpas_1992", at="Methods, treatment", says="cyclophosphamide 0.5 to 1.0 g/m² monthly for 6 months, then "
                 "every 3 months for 2 years")
_oral = Source("boumpas_1992", at="Methods, treatment", says="prednisone for 4 weeks, then tapered to 0.25 mg/kg on alternate "
               "days")

_visits = visits_on([28, 56, 84, 112, 140, 168, 252, 336, 420, 504, 588, 672, 756, 840], within=14)
_quarters = tuple(range(224, 841, 84))

nih_cyclophosphamide = Protocol(
    name="nih_cyclophosphamide",
    label="Intravenous cyclophosphamide (NIH)",
    source=Source("boumpas_1992", at="Methods", says="the long course of pulse cyclophosphamide in severe lupus nephritis"),
    length=870,
    look_back=84,
    courses=(
        *(Course(drug="cyclophosphamide", dose=PerM2(mg, to_nearest=10), until=167, every=28, times=6, route="iv", source=_pulses,
                 option=f"mg_per_m2={mg}") for mg in (750, 500, 1000)),
        *(Course(drug="cyclophosphamide", dose=PerM2(mg, to_nearest=10), start=_quarters[0], every=84, times=len(_quarters),
                 route="iv", source=_pulses, option=f"mg_per_m2={mg}") for mg in (750, 500, 1000)),
        *(Course(drug="prednisone", dose=PerKg(mg, most=80, to_nearest=2.5), titrated=True, source=_oral,
                 option=f"prednisone_per_kg={mg:g}") for mg in (1, 0.5)),
    ),
    monitors=(
        Monitor(analyte=wbc, days={day + 12: 2 for day in (*range(0, 141, 28), *_quarters)}, source=_pulses),
        Monitor(analyte=proteinuria, days={visit.target: 13 for visit in _visits}, source=_pulses),
        Monitor(analyte=creatinine, days={visit.target: 13 for visit in _visits}, source=_pulses),
    ),
    rules=(
        Rule(drug="cyclophosphamide", when=wbc < 1.5, source=_pulses,
             says="White cells below 1.5 × 10⁹/L after a pulse are asked about before the next.",
             then=Ask("white cells fell below 1.5 × 10⁹/L: how much cyclophosphamide is to be given?")),
        Rule(drug="prednisone", when=(dose_of("prednisone") > 0.25 * weight) & (days_on("prednisone") >= 28), source=_oral,
             then=Ask("after 4 weeks prednisone is tapered to 0.25 mg/kg on alternate days, at a pace left open: which dose "
                      "now?")),
    ),
    switches=(
        Switch("mg_per_m2", ("750", "500", "1000"), reading="The range is 0.5 to 1.0 g/m²: 0.75 g/m² is the middle, 0.5 g/m² "
               "is for a poor glomerular filtration rate, and who moves along the range, by the white cells, is left to the "
               "clinician."),
        Switch("prednisone_per_kg", ("1", "0.5"), reading="Trials of the National Institutes of Health gave 1 mg/kg a day for "
               "the first 4 weeks, the earliest 0.5 mg/kg."),
    ),
    readings=(
        "Day 0 is the day of the first pulse and of the first dose of prednisone. “Monthly” is every 28 days, “every 3 months” "
        "every 84 days; the first quarterly pulse comes 84 days after the sixth monthly one, and eight of them make 2 years.",
        "Compared with tables of reviews only: 0.5 to 1.0 g/m² in six monthly pulses by the least white cells, then quarterly "
        "pulses for 24 to 30 months; prednisone from 1 mg/kg a day.",
        "Not compared with the trials: the first dose within the range, the counts at which it changes (1.5 × 10⁹/L), both "
        "doses of prednisone and its end at 0.25 mg/kg on alternate days.",
        "White cells are counted 10 to 14 days after a pulse, when they are lowest. A count stands for 84 days, to the next "
        "quarterly pulse; without one a clinician is asked before a pulse.",
        "Body surface is by Mosteller's formula and the actual weight of day 0, though a review asks for the weight without "
        "obesity; a dose is rounded to 10 mg and prednisone to 2.5 mg, at most 80 mg (ours).",
        "The trials judged by doubling of creatinine, relapse and death, not by a response at visits: none is judged here.",
    ),
    verified=False,
)
