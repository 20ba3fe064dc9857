"""Belimumab on top of mycophenolate mofetil, or of cyclophosphamide and azathioprine, as BLISS-LN gave it."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Ask, Course, Monitor, PerKg, Protocol, Rule, Steps, Switch
from remission.terms.analytes import creatinine, upcr
from remission.terms.sources import Source
from remission.terms.windows import visits_on
from remission.terms.words import days_on, dose_of

_at = "Methods, treatment"
_belimumab = Source("furie_2020", at="Abstract", says="intravenous belimumab, 10 mg per kg of body weight")
_intervals = Source("kdigo_2024", at="Figure 5", says="belimumab 10 mg/kg every 2 weeks for 3 doses, then every 4 weeks")
_standard = Source("furie_2020", at="Abstract", says="standard therapy: mycophenolate mofetil, or "
                   "cyclophosphamide-azathioprine")
_pulse = Source("furie_2020", at=_at, says="one to three pulses of 500 to 1000 mg of methylprednisolone could be given")
_oral = Source("furie_2020", at=f"{_at}; registry NCT01639339", says="glucocorticoids reduced to 10 mg/day or less by week 24")
_response = Source("furie_2020", at="Abstract", says="response at week 104")

_visits = visits_on([28, 56, 84, 112, 140, 168, 252, 364, 476, 588, 728], within=28)
_down = Steps({0: PerKg(0.5, most=60, to_nearest=2.5), 28: PerKg(0.4, most=40, to_nearest=2.5),
               56: PerKg(0.3, most=30, to_nearest=2.5), 84: PerKg(0.25, most=20, to_nearest=2.5),
               112: PerKg(0.2, most=15, to_nearest=2.5), 168: 10}, falling=True)

bliss_ln_2020 = Protocol(
    name="bliss_ln_2020",
    label="Belimumab and standard therapy (BLISS-LN)",
    source=Source("furie_2020", at="Abstract", says="active biopsy-proven lupus nephritis, 104 weeks"),
    length=728,
    look_back=61,
    visits=_visits,
    response="bliss_ln_perr_2020",
    courses=(
        Course(drug="belimumab", dose=PerKg(10), until=55, every=14, times=3, route="iv", source=_intervals),
        Course(drug="belimumab", dose=PerKg(10), start=56, until=727, every=28, route="iv", source=_belimumab),
        Course(drug="mycophenolate_mofetil", dose=3000, times_a_day=2, titrated=True, source=_standard,
               option="standard=mycophenolate"),
        Course(drug="cyclophosphamide", dose=500, until=83, every=14, times=6, route="iv", source=_standard,
               option="standard=cyclophosphamide"),
        Course(drug="azathioprine", dose=PerKg(2, most=200, to_nearest=25), start=84, titrated=True, source=_standard,
               option="standard=cyclophosphamide"),
        *(Course(drug="methylprednisolone", dose=mg, until=2, route="iv", source=_pulse, option=f"pulses={mg}_mg")
          for mg in (500, 1000)),
        *(Course(drug="prednisone", dose=dose, start=start, titrated=taper == "ask", source=_oral,
                 option=f"pulses={pulses}, taper={taper}")
          for pulses, start in {"none": 0, "500_mg": 3, "1000_mg": 3}.items()
          for taper, dose in {"even": _down, "ask": PerKg(0.5, most=60, to_nearest=2.5)}.items()),
    ),
    monitors=tuple(Monitor(analyte=analyte, visits=_visits, source=_response) for analyte in (upcr, creatinine)),
    rules=(
        Rule(drug="prednisone", when=(dose_of("prednisone") > 10) & (days_on("prednisone") >= 14), source=_oral,
             option="taper=ask",
             then=Ask("prednisone is to be 10 mg or less by week 24, at a pace left open: which dose now?")),
        Rule(drug="prednisone", when=dose_of("prednisone") > 10, from_day=182, option="taper=even", source=_oral,
             then=Ask("prednisone is above 10 mg/day after week 24")),
    ),
    switches=(
        Switch("standard", ("mycophenolate", "cyclophosphamide"), reading="The investigator chose one of two: mycophenolate "
               "mofetil, which most patients were given, is the default."),
        Switch("pulses", ("none", "500_mg", "1000_mg"), reading="Pulses were left to the investigator: none is the default; "
               "three are given where they are chosen, and prednisone follows on day 3."),
        Switch("taper", ("even", "ask"), reading="Only the end is published: 10 mg/day or less by week 24. Even steps (ours), "
               "or a question every 2 weeks."),
    ),
    readings=(
        "Day 0 is the trial's day 1: belimumab on days 0, 14 and 28, and every 28 days from day 56 on.",
        "Compared with abstracts, of the trial and of its East Asian subgroup: 10 mg/kg, the two standard therapies, pulses of "
        "500 to 1000 mg, 104 weeks; intervals with summaries of the KDIGO guideline; 10 mg/day from week 24 with the registry.",
        "Not compared with a text: 3 g/day of mycophenolate mofetil, 500 mg of cyclophosphamide every 2 weeks six times, 2 "
        "mg/kg of azathioprine (at most 200 mg) from 2 weeks later, the start of prednisone at 0.5 mg/kg (at most 60 mg).",
        "Belimumab is given as calculated, without rounding; prednisone is rounded to 2.5 mg and azathioprine to 25 mg (ours).",
    ),
    verified=False,
)
