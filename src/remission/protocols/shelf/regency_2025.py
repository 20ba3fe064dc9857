"""Obinutuzumab on top of mycophenolate mofetil and prednisone, as REGENCY gave it."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Ask, Course, Monitor, PerKg, Protocol, Rule, Steps, Switch
from remission.terms.analytes import creatinine, neutrophils, upcr
from remission.terms.sources import Source
from remission.terms.windows import visits_on
from remission.terms.words import days_on, dose_of

_obinutuzumab = Source("furie_2025", at="Abstract", says="1000 mg on day 1 and at weeks 2, 24, 26 and 52, with or without a "
                       "dose at week 50")
_mmf = Source("furie_2025", at="Abstract", says="standard therapy with mycophenolate mofetil")
_oral = Source("furie_2025", at="Abstract", says="oral prednisone at a target dose of 7.5 mg/day by week 12 and 5 mg/day by "
               "week 24")
_response = Source("furie_2025", at="Abstract", says="complete renal response at week 76")

_visits = visits_on([28, 84, 168, 252, 364, 448, 532], within=28)
_start = PerKg(0.5, most=60, to_nearest=2.5)
_falls = {14: (0.4, 40), 28: (0.3, 30), 42: (0.25, 20), 56: (0.2, 15), 70: (0.2, 10)}
_down = Steps({0: _start, **{day: PerKg(mg, most=most, to_nearest=2.5) for day, (mg, most) in _falls.items()},
               84: 7.5, 168: 5}, falling=True)

regency_2025 = Protocol(
    name="regency_2025",
    label="Obinutuzumab, mycophenolate mofetil and prednisone (REGENCY)",
    source=Source("furie_2025", at="Abstract", says="active biopsy-proven class III or IV, 76 weeks"),
    length=532,
    look_back=61,
    visits=_visits,
    response="regency_2025",
    courses=(
        Course(drug="obinutuzumab", dose=1000, until=27, every=14, times=2, route="iv", source=_obinutuzumab),
        Course(drug="obinutuzumab", dose=1000, start=168, until=195, every=14, times=2, route="iv", source=_obinutuzumab),
        Course(drug="obinutuzumab", dose=1000, start=364, until=377, every=14, times=1, route="iv", source=_obinutuzumab,
               option="week_50=without"),
        Course(drug="obinutuzumab", dose=1000, start=350, until=377, every=14, times=2, route="iv", source=_obinutuzumab,
               option="week_50=with"),
        Course(drug="mycophenolate_mofetil", dose=Steps({0: 1500, 7: 2000}), times_a_day=2, titrated=True, source=_mmf),
        Course(drug="prednisone", dose=_down, source=_oral, option="taper=even"),
        Course(drug="prednisone", dose=_start, titrated=True, source=_oral, option="taper=ask"),
    ),
    monitors=(
        *(Monitor(analyte=analyte, visits=_visits, source=_response) for analyte in (upcr, creatinine)),
        Monitor(analyte=neutrophils, source=_response),
    ),
    rules=(
        Rule(drug="prednisone", when=(dose_of("prednisone") > 7.5) & (days_on("prednisone") >= 14), until_day=167,
             option="taper=ask", source=_oral,
             then=Ask("prednisone is to be 7.5 mg by week 12, at a pace left open: which dose now?")),
        Rule(drug="prednisone", when=(dose_of("prednisone") > 5) & (days_on("prednisone") >= 14), from_day=168,
             option="taper=ask", source=_oral, then=Ask("prednisone is to be 5 mg from week 24 on: which dose now?")),
    ),
    switches=(
        Switch("week_50", ("without", "with"), reading="Patients were randomized to a schedule with or without a dose at week "
               "50; the label of the drug has the one without."),
        Switch("taper", ("even", "ask"), reading="Only targets are published: 7.5 mg/day by week 12, 5 mg/day by week 24. Even "
               "steps from 0.5 mg/kg (ours), or a question every 2 weeks."),
    ),
    readings=(
        "Day 0 is the trial's day 1: obinutuzumab on days 0, 14, 168, 182 and 364, and on day 350 where the switch says so.",
        "Compared with the abstract: doses and weeks of obinutuzumab, mycophenolate mofetil as standard therapy, both targets "
        "of prednisone, week 76.",
        "Not compared with a text: the start of prednisone at 0.5 mg/kg (NOBILITY gave it), at most 60 mg, and its first day, "
        "which pulses may come before; the 1.5 g of mycophenolate mofetil rising to 2.0 g (NOBILITY: to 2.0 to 2.5 g).",
        "Premedication of infusions is not part of the schedule; that the label leaves out week 50 is from memory.",
        "Prednisone by weight is rounded to 2.5 mg, half a tablet of 5 mg (ours); the weight is that of day 0.",
    ),
    verified=False,
)
