"""Mycophenolate mofetil and prednisone, as the Aspreva Lupus Management Study gave them for induction."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Course, Down, Monitor, PerKg, Protocol, Steps, Switch, Taper
from remission.terms.analytes import creatinine, upcr, wbc
from remission.terms.sources import Source
from remission.terms.windows import visits_on

_at = "Concise Methods, study treatment"
_oral = Source("appel_2009", at="Abstract", says="prednisone tapered from a maximum starting dosage of 60 mg/d")
_mmf = Source("appel_2009", at="Abstract", says="mycophenolate mofetil, target dosage 3 g/d")
_response = Source("appel_2009", at="Abstract", says="24 weeks of induction treatment")

_visits = visits_on([28, 56, 84, 112, 140, 168], within=7)
_down = (Down(10, every=14, to=40), Down(5, every=14, to=10))
_starts = {"1_mg_per_kg": PerKg(1, most=60, to_nearest=2.5), "0.75_mg_per_kg": PerKg(0.75, most=60, to_nearest=2.5), "60_mg": 60}

alms_mmf_2009 = Protocol(
    name="alms_mmf_2009",
    label="Mycophenolate mofetil and prednisone (ALMS)",
    source=Source("appel_2009", at="Abstract", says="induction treatment of class III to V, open-label, 24 weeks"),
    length=168,
    visits=_visits,
    response="alms_2009",
    courses=(
        *(Course(drug="prednisone", dose=Taper(start=start, down=_down), source=_oral, option=f"prednisone_start={name}")
          for name, start in _starts.items()),
        Course(drug="mycophenolate_mofetil", dose=Steps({0: 1000, 7: 2000, 14: 3000}), times_a_day=2, source=_mmf),
    ),
    monitors=tuple(Monitor(analyte=analyte, visits=_visits, source=_response) for analyte in (upcr, creatinine, wbc)),
    switches=(
        Switch("prednisone_start", tuple(_starts), reading="The abstract gives a greatest starting dose of 60 mg and no dose "
               "by weight: 1 mg/kg, as in a trial of the same drugs by the maker of mycophenolate mofetil (0.75 to 1.0 mg/kg, "
               "NCT00425438), or 60 mg for all."),
    ),
    readings=(
        "Day 0 is the day of the first dose.",
        "Compared with the abstract: the 3 g of mycophenolate mofetil, the greatest prednisone dose of 60 mg, 24 weeks.",
        "Not compared with the paper: how the dose of mycophenolate mofetil rises (0.5 g twice a day in week 1, 1.0 g in week "
        "2, 1.5 g from then on), and how prednisone falls (by 10 mg every 2 weeks to 40 mg, by 5 mg every 2 weeks to 10 mg). "
        "The registry entry of NCT00425438 prints the same two steps, after 4 weeks on the first dose.",
        "A check: from 60 mg these steps give 20 mg at 3 months and 10 mg at 6; ALMS patients took 21.5 and 10.0 mg on average "
        "(Lupus Sci Med 2024;11:e001319, Table 2). With 4 weeks on the first dose it would be 25 to 30 mg at 3 months.",
        "Prednisone by weight is rounded to 2.5 mg, half a tablet of 5 mg (ours); the weight is that of day 0.",
        "The dose of mycophenolate mofetil was lowered where it was not tolerated (2.7 g/d on average); no rule says how.",
    ),
    verified=False,
)
