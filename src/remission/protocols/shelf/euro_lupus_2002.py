"""Low-dose intravenous cyclophosphamide, then azathioprine, as the Euro-Lupus Nephritis Trial gave them."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Ask, Course, Down, Monitor, PerKg, Protocol, Rule, Switch, Taper
from remission.terms.analytes import creatinine, proteinuria, wbc
from remission.terms.sources import Source
from remission.terms.windows import visits_on

_at = "Patients and Methods, treatment"
_pulse = Source("houssiau_2002", at=_at, says="three daily pulses of 750 mg of intravenous methylprednisolone")
_oral = Source("houssiau_2002", at=_at, says="0.5 mg/kg/d of prednisolone for 4 weeks, then 2.5 mg less every 2 weeks, 5 to "
               "7.5 mg/d until month 30 at least")
_cyclophosphamide = Source("houssiau_2002", at="Abstract", says="six fortnightly pulses at a fixed dose of 500 mg")
_azathioprine = Source("houssiau_2002", at="Abstract", says="followed by azathioprine")
_counted = Source("houssiau_2002", at=_at, says="every pulse of low-dose cyclophosphamide is of 500 mg, whatever the counts")
_assessed = Source("houssiau_2002", at=_at, says="patients followed up for renal function and proteinuria")

_visits = visits_on([28, 56, 84, 168, 252, 336], within=14)
_start = {"0.5": PerKg(0.5, to_nearest=2.5), "1": PerKg(1, to_nearest=2.5)}

euro_lupus_2002 = Protocol(
    name="euro_lupus_2002",
    label="Low-dose intravenous cyclophosphamide (Euro-Lupus)",
    source=Source("houssiau_2002", at="Abstract", says="the low-dose arm in proliferative lupus nephritis"),
    length=365,
    courses=(
        Course(drug="methylprednisolone", dose=750, until=2, route="iv", source=_pulse),
        *(Course(drug="prednisolone", dose=Taper(start=_start[mg], first=28, down=(Down(2.5, every=14, to=end),)), start=3,
                 source=_oral, option=f"prednisolone_per_kg={mg}, prednisolone_end={end:g}_mg")
          for mg in _start for end in (7.5, 5.0)),
        Course(drug="cyclophosphamide", dose=500, until=83, every=14, times=6, route="iv", source=_cyclophosphamide),
        Course(drug="azathioprine", dose=PerKg(2, to_nearest=25), start=84, titrated=True, source=_azathioprine),
    ),
    monitors=(
        Monitor(analyte=wbc, days=dict.fromkeys((14, 28, 42, 56, 70, 84), 3), source=_assessed),
        Monitor(analyte=proteinuria, days={visit.target: 13 for visit in _visits}, source=_assessed),
        Monitor(analyte=creatinine, days={visit.target: 13 for visit in _visits}, source=_assessed),
    ),
    rules=(
        Rule(drug="cyclophosphamide", when=wbc < 2.5, source=_counted,
             says="White cells below 2.5 × 10⁹/L are asked about before a pulse.",
             then=Ask("white cells are below 2.5 × 10⁹/L: is cyclophosphamide to be given, less of it, or later?")),
    ),
    switches=(
        Switch("prednisolone_per_kg", ("0.5", "1"), reading="0.5 mg/kg/d is for most; 1 mg/kg/d was allowed in the critically "
               "ill (from memory)."),
        Switch("prednisolone_end", ("7.5_mg", "5_mg"), reading="Prednisolone went on at 5 to 7.5 mg/d until month 30: 7.5 mg "
               "is reached first, and is the default."),
    ),
    readings=(
        "Day 0 is the day of the first pulses of methylprednisolone and of cyclophosphamide; prednisolone follows on day 3, "
        "and its weeks count from its own first dose.",
        "Compared with the abstract: six pulses of 500 mg, one every 14 days (days 0, 14, 28, 42, 56 and 70), then "
        "azathioprine.",
        "Not compared with the paper: the three pulses of 750 mg, every dose and step of prednisolone, azathioprine at 2 "
        "mg/kg/d from 2 weeks after the last pulse, and when white cells were counted.",
        "The dose of a pulse is fixed, and no copy that was found says at which white cells one is put off. Below 2.5 × 10⁹/L, "
        "the least count that a trial of monthly pulses allows (NCT00425438), or without a count a clinician is asked (ours).",
        "Prednisolone is rounded to 2.5 mg and azathioprine to 25 mg (ours); the weight is that of day 0.",
        "The trial judged by treatment failure, remission and flare over years; no response at visits is judged here. "
        "Treatment goes on after day 365, to month 30 at least.",
    ),
    verified=False,
)
