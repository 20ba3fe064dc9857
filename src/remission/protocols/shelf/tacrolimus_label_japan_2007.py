"""Tacrolimus for lupus nephritis as its Japanese label has it since 2007, on top of a glucocorticoid."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Ask, Course, Monitor, Protocol, Rule, Switch
from remission.terms.analytes import creatinine, proteinuria, tacrolimus_trough
from remission.terms.sources import Source
from remission.terms.windows import visits_on
from remission.terms.words import baseline, days_since

_dose = Source("prograf_japan_2007", at="Dosage, lupus nephritis", says="3 mg once a day by mouth after the evening meal")
_levels = Source("prograf_japan_2007", at="Precautions on dosage, lupus nephritis", says="about 12 hours after the dose, "
                 "monthly for 3 months, regularly from then on")
_effect = Source("prograf_japan_2007", at="Precautions on dosage, lupus nephritis", says="without effect on urine protein and "
                 "immunology after 2 months or more: stop or change; with enough effect: lower as far as the effect holds")

_visits = visits_on([30, 61, 91, 183, 274, 365], within=15)
_fresh = days_since(proteinuria) <= 7

tacrolimus_label_japan_2007 = Protocol(
    name="tacrolimus_label_japan_2007",
    label="Tacrolimus as the Japanese label has it",
    source=Source("prograf_japan_2007", at="Indication", says="lupus nephritis where glucocorticoids do not suffice or cannot "
                  "be given because of their side effects"),
    length=365,
    visits=_visits,
    courses=(Course(drug="tacrolimus", dose=3, titrated=True, source=_dose),),
    monitors=(
        *(Monitor(analyte=tacrolimus_trough, drug="tacrolimus", days={30: 14, 61: 14, 91: 14, 183: 30, 274: 30, 365: 30},
                  hours=hours, source=_levels, option=f"level_hours={hours}") for hours in (12, 24)),
        Monitor(analyte=proteinuria, visits=_visits, source=_effect),
        Monitor(analyte=creatinine, visits=_visits, source=_effect),
    ),
    rules=(
        Rule(drug="tacrolimus", when=(proteinuria >= baseline(proteinuria)) & _fresh, from_day=61, source=_effect,
             then=Ask("after 2 months proteinuria is no lower than before: is tacrolimus to be stopped or changed?")),
        Rule(drug="tacrolimus", when=(proteinuria < 0.5) & _fresh, from_day=61, source=_effect,
             then=Ask("proteinuria is below 0.5 g/day: can tacrolimus be lowered as far as the effect holds?")),
    ),
    switches=(
        Switch("level_hours", ("12", "24"), reading="The label asks for the level about 12 hours after the evening dose. A "
               "true trough of one dose a day is at 24 hours."),
    ),
    beside_it=("prednisolone", "methylprednisolone", "hydroxychloroquine"),
    readings=(
        "Compared with the text of the revision of March 2007 as a pharmacist's page quotes it; the indication also with the "
        "label of 2023. Whether the present label words the levels in the same way was not compared.",
        "Day 0 is the day of the first dose; the drug is added to a glucocorticoid, which the label does not schedule.",
        "The label names no level to aim at in lupus nephritis: the dose is adjusted by judgement, so no rule moves it.",
        "“Regularly” is read as every 3 months; monthly levels count within 14 days of the due day, later ones within 30.",
        "“No effect” is read as a proteinuria that is not below baseline, “enough effect” as less than 0.5 g/day (ours): "
        "immunology is left to the clinician. Each is asked in the week after a new result.",
    ),
)
