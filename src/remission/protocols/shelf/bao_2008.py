"""Mycophenolate mofetil, tacrolimus and glucocorticoids for class V+IV, as the first trial of multitarget therapy gave them."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.definitions.definition import derived
from remission.protocols.protocol import (
    Ask,
    Band,
    Course,
    DoseTable,
    Down,
    Increase,
    Monitor,
    PerKg,
    Protocol,
    Reduce,
    Rule,
    Switch,
    Taper,
    Target,
)
from remission.terms.analytes import albumin, creatinine, proteinuria, tacrolimus_trough, wbc
from remission.terms.sources import Source
from remission.terms.traits import weight
from remission.terms.windows import visits_on
from remission.terms.words import days_since, on_this_dose

_at = "Methods, treatment"
_pulse = Source("bao_2008", at=_at, says="intravenous methylprednisolone 0.5 g/d for 3 days")
_oral = Source("bao_2008", at=_at, says="prednisone 0.6 to 0.8 mg/kg/d for 4 weeks, tapered to a maintenance dose of 10 mg/d")
_mmf = Source("bao_2008", at=_at, says="mycophenolate mofetil 1.0 g/d, area under the curve of mycophenolic acid 20 to 45 "
              "mg·h/L")
_tacrolimus = Source("bao_2008", at=_at, says="tacrolimus 4 mg/d (3 mg/d up to 50 kg), blood concentration 5 to 7 ng/mL")
_response = Source("bao_2008", at="Methods, outcomes", says="6 months of induction, extended to 9 without complete remission")

_visits = visits_on([30, 61, 91, 122, 152, 183, 213, 244, 274], within=14)
_down = (Down(5, every=14, to=20), Down(2.5, every=14, to=10))
_trough = on_this_dose(tacrolimus_trough, "tacrolimus")
_complete = derived("bao_2008", "remission") == "complete"

bao_2008 = Protocol(
    name="bao_2008",
    label="Multitarget therapy of class V+IV (Bao 2008)",
    source=Source("bao_2008", at="Methods", says="induction treatment of biopsy-proven class V+IV lupus nephritis"),
    length=274,
    visits=_visits,
    response="bao_2008",
    courses=(
        Course(drug="methylprednisolone", dose=500, until=2, route="iv", source=_pulse),
        *(Course(drug="prednisone", dose=Taper(start=PerKg(mg, to_nearest=2.5), first=28, down=_down), start=3, source=_oral,
                 option=f"prednisone_per_kg={mg:g}") for mg in (0.6, 0.7, 0.8)),
        Course(drug="mycophenolate_mofetil", dose=1000, times_a_day=2, titrated=True, source=_mmf),
        Course(drug="tacrolimus", dose=DoseTable(weight, (Band(3, up_to=50), Band(4))), times_a_day=2, titrated=True,
               source=_tacrolimus, target=Target(analyte=tacrolimus_trough, at_least=5, at_most=7)),
    ),
    monitors=(
        Monitor(analyte=tacrolimus_trough, drug="tacrolimus", hours=12, source=_tacrolimus,
                days={14: 6, 30: 7, 61: 14, 91: 14, 122: 14, 152: 14, 183: 14}),
        *(Monitor(analyte=analyte, visits=_visits, source=_response) for analyte in (proteinuria, creatinine, albumin, wbc)),
    ),
    rules=(
        Rule(drug="tacrolimus", when=_trough > 7, then=Reduce(1, to=1), titrates=True, source=_tacrolimus,
             says="A trough above 7 ng/mL lowers tacrolimus by 1 mg a day.", option="tacrolimus_step=1_mg"),
        Rule(drug="tacrolimus", when=_trough > 7, then=Reduce(0.5, to=0.5), titrates=True, source=_tacrolimus,
             says="A trough above 7 ng/mL lowers tacrolimus by 0.5 mg a day.", option="tacrolimus_step=half_mg"),
        Rule(drug="tacrolimus", when=_trough < 5, then=Increase(1, to=8), titrates=True, source=_tacrolimus,
             says="A trough below 5 ng/mL raises tacrolimus by 1 mg a day, to 8 mg at most.", option="tacrolimus_step=1_mg"),
        Rule(drug="tacrolimus", when=_trough < 5, then=Increase(0.5, to=8), titrates=True, source=_tacrolimus,
             says="A trough below 5 ng/mL raises tacrolimus by 0.5 mg a day, to 8 mg at most.",
             option="tacrolimus_step=half_mg"),
        Rule(drug="tacrolimus", when=_complete & (days_since(proteinuria) <= 14), from_day=_visits[6].low, source=_response,
             then=Ask("induction ends with complete remission from month 6 on: which maintenance follows?")),
    ),
    switches=(
        Switch("prednisone_per_kg", ("0.6", "0.7", "0.8"), reading="The dose was 0.6 to 0.8 mg/kg/d: the lower end, which the "
               "same group gave in its next trial, is the default."),
        Switch("tacrolimus_step", ("1_mg", "half_mg"), reading="No step is known for a trough outside 5 to 7 ng/mL: 1 mg a "
               "day, or one capsule of 0.5 mg at each intake. The greatest dose of 8 mg a day is ours, twice the starting "
               "dose."),
    ),
    readings=(
        "Day 0 is the day of the first pulse; prednisone follows on day 3, and its weeks count from its own first dose.",
        "Compared with a table of tacrolimus regimens (Lupus Sci Med): pulses, the prednisone dose of 4 weeks and its end at "
        "10 mg, the 1.0 g of mycophenolate mofetil, its area under the curve, the trough of 5 to 7 ng/mL, 6 months.",
        "Not compared with a text, and from memory: the tacrolimus dose of 4 mg a day (3 mg up to 50 kg), and 9 months.",
        "How fast prednisone falls was not compared. By 5 mg every 2 weeks to 20 mg, then by 2.5 mg every 2 weeks to 10 mg, is "
        "the printed schedule of an earlier trial of tacrolimus from China (Zhang 2006, in a table of a meta-analysis).",
        "Prednisone by weight is rounded to 2.5 mg, half a tablet of 5 mg (ours); the weight is that of day 0.",
        "The area under the curve of mycophenolic acid is no quantity of a chart: its dose stays at 1.0 g unless someone says "
        "so.",
        "When troughs were drawn was not compared: after 2 weeks and then monthly, 12 hours after the dose, as of two intakes.",
    ),
    verified=False,
)
