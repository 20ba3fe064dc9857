"""Mycophenolate mofetil, tacrolimus and glucocorticoids, as the multicentre trial of multitarget therapy gave them."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.protocols.protocol import Ask, Course, Down, Monitor, PerKg, Protocol, Rule, Switch, Taper
from remission.terms.analytes import albumin, creatinine, proteinuria, tacrolimus_trough
from remission.terms.sources import Source
from remission.terms.windows import visits_on
from remission.terms.words import on_this_dose

_at = "Methods, interventions"
_pulse = Source("liu_2015", at="Abstract", says="3 days of pulse methylprednisolone, then a tapering course of prednisone")
_oral = Source("liu_2015", at=_at, says="0.6 mg/kg/d each morning for 4 weeks, tapered by 5 mg/d, then by 2.5 mg/d every 2 "
               "weeks, to 10 mg/d")
_mmf = Source("liu_2015", at="Abstract", says="mycophenolate mofetil 1.0 g/d (0.5 g twice a day)")
_tacrolimus = Source("liu_2015", at="Abstract", says="tacrolimus 4 mg/d (2 mg twice a day)")
_troughs = Source("liu_2015", at=_at, says="adjusted by the blood concentration, measured throughout the study")
_assessed = Source("liu_2015", at=_at, says="patients evaluated at weeks 2 and 4, and then every 4 weeks to week 24")

_visits = visits_on([14, 28, 56, 84, 112, 140, 168], within=7)
_trough = on_this_dose(tacrolimus_trough, "tacrolimus")

liu_2015 = Protocol(
    name="liu_2015",
    label="Multitarget therapy (Liu 2015)",
    source=Source("liu_2015", at="Abstract", says="24 weeks of induction treatment of biopsy-proven lupus nephritis"),
    length=168,
    visits=_visits,
    response="liu_2015",
    courses=(
        *(Course(drug="methylprednisolone", dose=mg, until=2, route="iv", source=_pulse, option=f"pulse={mg}_mg")
          for mg in (500, 750)),
        Course(drug="prednisone", start=3, source=_oral,
               dose=Taper(start=PerKg(0.6, to_nearest=2.5), first=28, down=(Down(5, every=14, to=20),
                                                                          Down(2.5, every=14, to=10)))),
        Course(drug="mycophenolate_mofetil", dose=1000, times_a_day=2, source=_mmf),
        Course(drug="tacrolimus", dose=4, times_a_day=2, titrated=True, source=_tacrolimus),
    ),
    monitors=(
        Monitor(analyte=tacrolimus_trough, drug="tacrolimus", visits=_visits[1:], hours=12, source=_troughs),
        *(Monitor(analyte=analyte, visits=_visits, source=_assessed) for analyte in (proteinuria, creatinine, albumin)),
    ),
    rules=(
        Rule(drug="tacrolimus", when=_trough > 7, then=Ask("the trough is above 7 ng/mL: is tacrolimus to be lowered?"),
             source=_troughs, option="trough=ask_outside_5_to_7"),
        Rule(drug="tacrolimus", when=_trough < 5, then=Ask("the trough is below 5 ng/mL: is tacrolimus to be raised?"),
             source=_troughs, option="trough=ask_outside_5_to_7"),
    ),
    switches=(
        Switch("pulse", ("500_mg", "750_mg"), reading="The abstract gives 3 days of pulses and no dose: 0.5 g, as in the trial "
               "of 2008 by the same group."),
        Switch("trough", ("ask_outside_5_to_7", "no_question"), reading="Tacrolimus was adjusted by its level, and no window "
               "was found in a text: a clinician is asked outside 5 to 7 ng/mL, the window of the trial of 2008."),
    ),
    readings=(
        "Day 0 is the day of the first pulse; prednisone follows on day 3, and its weeks count from its own first dose.",
        "Compared with the abstract: drugs, daily doses, 3 pulses, 24 weeks. Compared with a news release of the publisher: "
        "0.6 mg/kg each morning for 4 weeks, steps of 5 and then 2.5 mg, 10 mg in the end, two intakes a day, the visits.",
        "Not compared: at which dose the steps change from 5 to 2.5 mg (20 mg, as in other trials from China), that the steps "
        "of 5 mg come every 2 weeks (the release prints “every day for two weeks”), the pulse dose, and the trough window.",
        "Prednisone by weight is rounded to 2.5 mg, half a tablet of 5 mg (ours); the weight is that of day 0.",
        "The dose of mycophenolate mofetil was adjusted by its area under the curve, which is no quantity of a chart.",
        "Troughs are drawn 12 hours after the dose, at every visit of weeks 2 to 24: the release says “throughout”.",
    ),
    verified=False,
)
