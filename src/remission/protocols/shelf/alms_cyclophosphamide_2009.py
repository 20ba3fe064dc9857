"""Monthly intravenous cyclophosphamide and prednisone, as the Aspreva Lupus Management Study gave them for induction."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Ask, Course, Down, Monitor, PerKg, PerM2, Protocol, Rule, Switch, Taper
from remission.terms.analytes import creatinine, upcr, wbc
from remission.terms.sources import Source
from remission.terms.windows import visits_on

_oral = Source("appel_2009", at="Abstract", says="prednisone tapered from a maximum starting dosage of 60 mg/d")
_pulses = Source("appel_2009", at="Abstract", says="intravenous cyclophosphamide, 0.5 to 1.0 g/m² in monthly pulses")
_response = Source("appel_2009", at="Abstract", says="24 weeks of induction treatment")

_visits = visits_on([28, 56, 84, 112, 140, 168], within=7)
_down = (Down(10, every=14, to=40), Down(5, every=14, to=10))
_starts = {"1_mg_per_kg": PerKg(1, most=60, to_nearest=2.5), "0.75_mg_per_kg": PerKg(0.75, most=60, to_nearest=2.5), "60_mg": 60}

alms_cyclophosphamide_2009 = Protocol(
    name="alms_cyclophosphamide_2009",
    label="Intravenous cyclophosphamide and prednisone (ALMS)",
    source=Source("appel_2009", at="Abstract", says="induction treatment of class III to V, open-label, 24 weeks"),
    length=168,
    visits=_visits,
    response="alms_2009",
    courses=(
        *(Course(drug="prednisone", dose=Taper(start=start, down=_down), source=_oral, option=f"prednisone_start={name}")
          for name, start in _starts.items()),
        *(Course(drug="cyclophosphamide", dose=PerM2(mg, to_nearest=10), every=28, times=6, route="iv", source=_pulses,
                 option=f"mg_per_m2={mg}") for mg in (750, 500, 1000)),
    ),
    monitors=(
        Monitor(analyte=wbc, days=dict.fromkeys((12, 40, 68, 96, 124, 152), 2), source=_pulses),
        Monitor(analyte=upcr, visits=_visits, source=_response),
        Monitor(analyte=creatinine, visits=_visits, source=_response),
    ),
    rules=(
        Rule(drug="cyclophosphamide", when=wbc < 2.5, source=_pulses,
             says="White cells below 2.5 × 10⁹/L after a pulse are asked about before the next.",
             then=Ask("white cells fell below 2.5 × 10⁹/L: how much cyclophosphamide is to be given?")),
    ),
    switches=(
        Switch("prednisone_start", tuple(_starts), reading="The abstract gives a greatest starting dose of 60 mg and no dose "
               "by weight: 1 mg/kg, as in a trial of the same drugs by the maker of mycophenolate mofetil (0.75 to 1.0 mg/kg, "
               "NCT00425438), or 60 mg for all."),
        Switch("mg_per_m2", ("750", "500", "1000"), reading="The range is 0.5 to 1.0 g/m². The first pulse of 0.75 g/m² is "
               "that of NCT00425438; who moves along the range, by the white cells, is left to the clinician."),
    ),
    readings=(
        "Day 0 is the day of the first pulse and of the first dose of prednisone. “Monthly” is every 28 days, six pulses in "
        "all.",
        "Compared with the abstract: 0.5 to 1.0 g/m² monthly, the greatest prednisone dose of 60 mg, 24 weeks.",
        "Not compared with the paper: the first dose within the range, six pulses, the steps of prednisone (by 10 mg every 2 "
        "weeks to 40 mg, by 5 mg every 2 weeks to 10 mg; NCT00425438 prints them too, after 4 weeks on the first dose), and "
        "the white cells at which a dose changes: 2.5 × 10⁹/L is the least count that NCT00425438 allows.",
        "White cells are counted 10 to 14 days after a pulse, when they are lowest; without a count a clinician is asked "
        "before the next pulse.",
        "Body surface is by Mosteller's formula and the actual weight of day 0; a dose is rounded to 10 mg (ours).",
        "A check: ALMS patients on cyclophosphamide took 21.6 and 9.7 mg of glucocorticoid a day at 3 and 6 months on average "
        "(Lupus Sci Med 2024;11:e001319, Table 2); these steps give 20 and 10 mg from 60 mg.",
    ),
    verified=False,
)
