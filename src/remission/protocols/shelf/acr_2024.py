"""Glucocorticoids as the guideline of the American College of Rheumatology of 2024 has them, to stand beside a drug regimen."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Ask, Course, PerKg, Protocol, Rule, Steps, Switch
from remission.terms.sources import Source
from remission.terms.words import days_on, dose_of

_pulses = Source("sammaritano_2025", at="Guideline summary, triple therapy", says="250 to 1000 mg of methylprednisolone daily "
                 "for 1 to 3 days")
_oral = Source("sammaritano_2025", at="Guideline summary, triple therapy", says="oral glucocorticoid of at most 0.5 mg/kg/day, "
               "at most 40 mg/day, with taper")
_goal = Source("sammaritano_2025", at="Guideline summary, Summary", says="a prednisone goal of ≤ 5 mg/day by 6 months of "
               "therapy")

_start = PerKg(0.5, most=40, to_nearest=2.5)
_falls = {14: (0.4, 30), 28: (0.3, 25), 42: (0.25, 20), 56: (0.2, 15), 84: (0.2, 10), 112: (0.2, 7.5)}
_down = Steps({0: _start, **{day: PerKg(mg, most=most, to_nearest=2.5) for day, (mg, most) in _falls.items()}, 140: 5},
              falling=True)
_oral_doses = {"even": _down, "ask": _start}

acr_2024 = Protocol(
    name="acr_2024",
    label="Glucocorticoids to 5 mg by month 6 (ACR 2024)",
    source=Source("sammaritano_2025", at="Guideline summary", says="pulses, then an oral glucocorticoid with taper"),
    length=364,
    courses=(
        *(Course(drug="methylprednisolone", dose=mg, until=2, route="iv", source=_pulses, option=f"pulses={mg}_mg")
          for mg in (500, 250, 1000)),
        *(Course(drug="prednisolone", dose=dose, start=3, titrated=taper == "ask", source=_oral, option=f"taper={taper}")
          for taper, dose in _oral_doses.items()),
    ),
    rules=(
        Rule(drug="prednisolone", when=(dose_of("prednisolone") > 5) & (days_on("prednisolone") >= 14), source=_goal,
             option="taper=ask",
             then=Ask("prednisolone is to be 5 mg or less by month 6, at a pace left open: which dose now?")),
        Rule(drug="prednisolone", when=dose_of("prednisolone") > 5, from_day=183, option="taper=even", source=_goal,
             then=Ask("prednisolone is above 5 mg/day after month 6")),
    ),
    switches=(
        Switch("pulses", ("500_mg", "250_mg", "1000_mg"), reading="Pulses are 250 to 1000 mg on 1 to 3 days: three of 500 mg "
               "are the default."),
        Switch("taper", ("even", "ask"), reading="The guideline gives the start and the goal and no pace: even steps every 2 "
               "to 4 weeks (ours), or a question every 2 weeks."),
    ),
    readings=(
        "A scheme for glucocorticoids alone: put it beside a drug regimen from which its own glucocorticoids are left out.",
        "Compared with the guideline's own summary of November 2024: pulses, 0.5 mg/kg, 40 mg, 5 mg by 6 months. The steps "
        "between are ours, which the switch `taper` says.",
        "“≤ 0.5 mg/kg” is given as 0.5 mg/kg; prednisone and prednisolone are taken as equal. Oral doses begin on day 3, after "
        "the pulses; month 6 is day 183.",
        "Doses by weight are rounded to 2.5 mg, half a tablet of 5 mg (ours); the weight is that of day 0.",
        "For children the guideline asks for less; this scheme is for adults.",
    ),
)
