"""The moderate-dose glucocorticoid scheme of the KDIGO guideline of 2024, to stand beside a drug regimen."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Course, PerKg, Protocol, Steps, Switch
from remission.terms.sources import Source

_at = "Figure 4, moderate-dose scheme"
_pulses = Source("kdigo_2024", at=_at, says="methylprednisolone 0.25 to 0.5 g/day for up to 3 days, often included")
_oral = Source("kdigo_2024", at=_at, says="0.6 to 0.7 mg/kg (at most 50 mg) in weeks 0 to 2, 0.5 to 0.6 mg/kg (at most 40 mg) "
               "in weeks 3 and 4, then 20 mg falling to 5 mg in weeks 17 to 20 and to less than 5 mg from week 21 on")

_later = {28: 20, 42: 15, 56: 12.5, 70: 10, 84: 7.5, 112: 5, 140: 2.5}
_per_kg = {"upper": (0.7, 0.6), "lower": (0.6, 0.5)}
_inside = {"upper": {"down_to": 2.5}, "lower": {"up_to": 2.5}}
_steps = {
    end: Steps({0: PerKg(first, most=50, **_inside[end]), 14: PerKg(second, most=40, **_inside[end]), **_later}, falling=True)
    for end, (first, second) in _per_kg.items()
}

kdigo_2024_moderate = Protocol(
    name="kdigo_2024_moderate",
    label="Moderate-dose glucocorticoids (KDIGO 2024)",
    source=Source("kdigo_2024", at="Practice point 10.2.3.1.1, Figure 4", says="an example of a glucocorticoid scheme"),
    length=364,
    courses=(
        *(Course(drug="methylprednisolone", dose=mg, until=2, route="iv", source=_pulses, option=f"pulses={mg}_mg")
          for mg in (500, 250)),
        *(Course(drug="prednisolone", dose=_steps[end], start=start, source=_oral, option=f"pulses={pulses}, of_the_range={end}")
          for pulses, start in {"none": 0, "250_mg": 3, "500_mg": 3}.items() for end in _steps),
    ),
    switches=(
        Switch("pulses", ("500_mg", "250_mg", "none"), reading="Pulses of 0.25 to 0.5 g/day for up to 3 days are “often "
               "included”: three of 0.5 g are the default."),
        Switch("of_the_range", ("upper", "lower"), reading="The first four weeks are ranges, such as 0.6 to 0.7 mg/kg: the "
               "upper end, or the lower one."),
    ),
    readings=(
        "A scheme for glucocorticoids alone: put it beside a drug regimen from which its own glucocorticoids are left out.",
        "“Prednisone equivalent” is given as prednisolone. Weeks count from the first oral dose, which follows the pulses; "
        "weeks 0 to 2 are days 0 to 13 of it, weeks 3 and 4 days 14 to 27, and so on.",
        "Not compared with the guideline or any copy of it: every number of this scheme is from memory.",
        "“< 5 mg” from week 21 on is given as 2.5 mg (ours).",
        "Doses by weight are multiples of 2.5 mg, half a tablet of 5 mg, that stay within the range: rounded down at its upper "
        "end and up at its lower one. In a light patient no later dose is greater than the one before (ours).",
    ),
    verified=False,
)
