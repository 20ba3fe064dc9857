"""Glucocorticoids as the EULAR recommendations of 2023 have them for nephritis, to stand beside a drug regimen."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Ask, Course, PerKg, Protocol, Rule, Steps, Switch
from remission.terms.sources import Source
from remission.terms.words import days_on, dose_of

_pulses = Source("fanouriakis_2024", at="Recommendation on glucocorticoids", says="pulses of 125 to 1000 mg of "
                 "methylprednisolone a day for 1 to 3 days in moderate to severe disease")
_oral = Source("fanouriakis_2020", at="Recommendations, initial treatment", says="total pulses of 500 to 2500 mg, then "
               "prednisone 0.3 to 0.5 mg/kg/day for up to 4 weeks, tapered to 7.5 mg/day or less by 3 to 6 months")
_goal = Source("fanouriakis_2024", at="Abstract", says="for maintenance 5 mg/day of prednisone or less, and withdrawal where "
               "possible")

_per_kg = {"0.5": 0.5, "0.3": 0.3}
_start = {name: PerKg(mg, most=40, to_nearest=2.5) for name, mg in _per_kg.items()}
_falls = {28: (0.8, 30), 42: (0.6, 20), 56: (0.5, 15), 70: (0.4, 10)}
_down = {name: Steps({0: _start[name],
                      **{day: PerKg(mg * part, most=most, to_nearest=2.5) for day, (part, most) in _falls.items()},
                      84: 7.5, 168: 5}, falling=True) for name, mg in _per_kg.items()}
_oral_doses = {"even": _down, "ask": _start}

eular_2023 = Protocol(
    name="eular_2023",
    label="Glucocorticoids to 5 mg for maintenance (EULAR 2023)",
    source=Source("fanouriakis_2024", at="Abstract", says="glucocorticoids as bridging therapy, least doses for maintenance"),
    length=364,
    courses=(
        *(Course(drug="methylprednisolone", dose=mg, until=2, route="iv", source=_pulses, option=f"pulses={mg}_mg")
          for mg in (500, 250, 750)),
        *(Course(drug="prednisolone", dose=dose, start=3, titrated=taper == "ask", source=_oral,
                 option=f"taper={taper}, prednisolone_per_kg={name}")
          for taper, doses in _oral_doses.items() for name, dose in doses.items()),
    ),
    rules=(
        Rule(drug="prednisolone", when=(dose_of("prednisolone") > 5) & (days_on("prednisolone") >= 28), source=_goal,
             option="taper=ask",
             then=Ask("prednisolone is to fall to 7.5 mg by 3 to 6 months and to 5 mg then, at a pace left open: which dose "
                      "now?")),
        Rule(drug="prednisolone", when=dose_of("prednisolone") > 5, from_day=183, option="taper=even", source=_goal,
             then=Ask("prednisolone is above 5 mg/day after month 6")),
    ),
    switches=(
        Switch("pulses", ("500_mg", "250_mg", "750_mg"), reading="Pulses may be 125 to 1000 mg on 1 to 3 days, 500 to 2500 mg "
               "in all for nephritis: three of 500 mg are the default."),
        Switch("prednisolone_per_kg", ("0.5", "0.3"), reading="The oral start is 0.3 to 0.5 mg/kg/day; the upper end is the "
               "default."),
        Switch("taper", ("even", "ask"), reading="Start, 7.5 mg by 3 to 6 months and 5 mg for maintenance are given, and no "
               "pace: even steps (ours), or a question every 4 weeks."),
    ),
    readings=(
        "A scheme for glucocorticoids alone: put it beside a drug regimen from which its own glucocorticoids are left out.",
        "Compared with the abstract of 2023: 5 mg/day or less for maintenance. Compared with digests and with a centre that "
        "treats by the recommendations of 2019: pulses of 500 to 2500 mg in all, 0.3 to 0.5 mg/kg/day for up to 4 weeks, 7.5 "
        "mg by 3 to 6 months.",
        "Not compared: the text of 2023 on nephritis, its range of pulses, and by when 5 mg is to be reached (month 6 here).",
        "7.5 mg is reached on day 87, 5 mg on day 171; oral doses begin on day 3, after the pulses. Steps between are ours.",
        "Doses by weight are rounded to 2.5 mg, half a tablet of 5 mg, at most 40 mg (ours); the weight is that of day 0.",
    ),
    verified=False,
)
