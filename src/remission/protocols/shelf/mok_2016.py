"""Tacrolimus and prednisolone, then azathioprine, as the Hong Kong trial against mycophenolate mofetil gave them."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.definitions.definition import derived
from remission.protocols.protocol import Ask, Course, Down, Monitor, PerKg, Protocol, Rule, SetTo, Switch, Taper
from remission.terms.analytes import creatinine, tacrolimus_trough, upcr
from remission.terms.sources import Source
from remission.terms.windows import visits_on
from remission.terms.words import days_since, reduction

_at = "Methods, treatment"
_oral = Source("mok_2016", at="Abstract", says="prednisolone 0.6 mg/kg/day for 6 weeks, then tapered")
_tacrolimus = Source("mok_2016", at="Abstract", says="tacrolimus 0.1 mg/kg/day, 0.06 mg/kg/day at 3 months after a good "
                     "response")
_azathioprine = Source("mok_2016", at="Abstract", says="responders were given azathioprine for maintenance at month 6")
_assessed = Source("mok_2016", at=_at, says="clinical response over 6 months of induction treatment")

_visits = visits_on([28, 61, 91, 122, 152, 183, 274, 365], within=21)
_month_3, _month_6 = _visits[3], _visits[6]
_halved = (reduction(upcr, floor=0.5) >= 0.5).says("the protein/creatinine ratio is down by half")
_fresh = days_since(upcr) <= 21
_complete = derived("mok_2016", "complete response") == "complete"

mok_2016 = Protocol(
    name="mok_2016",
    label="Tacrolimus and prednisolone (Mok 2016)",
    source=Source("mok_2016", at="Abstract", says="induction treatment of active class III to V, maintenance from month 6"),
    length=365,
    visits=_visits,
    response="mok_2016",
    courses=(
        Course(drug="prednisolone", source=_oral,
               dose=Taper(start=PerKg(0.6, to_nearest=2.5), first=42, down=(Down(5, every=7, to=10),
                                                                          Down(2.5, every=28, to=7.5)))),
        Course(drug="tacrolimus", dose=PerKg(0.1, to_nearest=0.5), until=182, times_a_day=2, titrated=True, source=_tacrolimus),
        Course(drug="azathioprine", dose=PerKg(2, to_nearest=25), start=183, titrated=True, source=_azathioprine),
    ),
    monitors=(
        Monitor(analyte=tacrolimus_trough, drug="tacrolimus", hours=12, source=_tacrolimus),
        Monitor(analyte=upcr, visits=_visits, source=_assessed),
        Monitor(analyte=creatinine, visits=_visits, source=_assessed),
    ),
    rules=(
        Rule(drug="tacrolimus", when=_halved & _fresh, then=SetTo(PerKg(0.06, to_nearest=0.5)), from_day=_month_3.low,
             until_day=_month_3.high, source=_tacrolimus, option="good_response=half",
             says="At month 3 tacrolimus falls to 0.06 mg/kg/day where the protein/creatinine ratio is down by half."),
        Rule(drug="tacrolimus", when=_complete & _fresh, then=SetTo(PerKg(0.06, to_nearest=0.5)), from_day=_month_3.low,
             until_day=_month_3.high, source=_tacrolimus, option="good_response=complete",
             says="At month 3 tacrolimus falls to 0.06 mg/kg/day in complete response."),
        Rule(drug="azathioprine", when=~_complete, then=Ask("there is no complete response at month 6: azathioprine, or "
             "another treatment?"), from_day=_month_6.target, until_day=_month_6.high, at_start=True, source=_azathioprine),
    ),
    switches=(
        Switch("good_response", ("half", "complete"), reading="“If the response was good” is not defined in what was seen: a "
               "ratio down by half at month 3, or the complete response of the trial."),
    ),
    readings=(
        "Day 0 is the day of the first dose; months 3 and 6 are days 91 and 183.",
        "Compared with the abstract and a table of tacrolimus regimens (Lupus Sci Med): 0.6 mg/kg/day for 6 weeks, an end "
        "below 10 mg/day, 0.1 mg/kg/day of tacrolimus, 0.06 mg/kg/day at month 3, azathioprine from month 6.",
        "Not compared: how fast prednisolone falls (by 5 mg a week to 10 mg, then 7.5 mg after 4 weeks), the dose of "
        "azathioprine (2 mg/kg/day), and that tacrolimus ends on the day before azathioprine begins.",
        "No trough was aimed at in what was seen: levels are measured when needed, 12 hours after the dose.",
        "Prednisolone is rounded to 2.5 mg, tacrolimus to 0.5 mg and azathioprine to 25 mg (ours); the weight is that of day "
        "0.",
        "Who has a partial response at month 6 was given azathioprine too; the trial's definition here has no partial "
        "response, so a clinician is asked.",
    ),
    verified=False,
)
