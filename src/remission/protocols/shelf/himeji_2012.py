"""Mizoribine, tacrolimus and glucocorticoids, as the Himeji pilot gave them."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.definitions.definition import derived, holds
from remission.protocols.protocol import (
    Ask,
    Band,
    Course,
    DoseTable,
    Down,
    Increase,
    Monitor,
    Protocol,
    Reduce,
    Rule,
    StepDown,
    Switch,
    Taper,
    Target,
)
from remission.terms import analytes
from remission.terms.analytes import creatinine, mizoribine_peak, proteinuria, sledai, tacrolimus_trough
from remission.terms.sources import Source
from remission.terms.traits import weight
from remission.terms.windows import HIMEJI_VISITS
from remission.terms.words import day_of, days_on, dose_of, on_this_dose

_at = "Methods, treatment"
_pulse = Source("kagawa_2012", at=_at, says="intravenous methylprednisolone pulse therapy (0.5 g/d for 3 d)")
_oral = Source("kagawa_2012", at=_at, says="60 mg/d (80 mg/d above 60 kg), reduced by 10 mg/d every week to 30 mg/d, then by "
               "5 mg/d at 2-week intervals to 20 mg/d")
_below_20 = Source("kagawa_2012", at=_at, says="further tapering to 5 mg/d was allowed if the condition was stable")
_tacrolimus = Source("kagawa_2012", at=_at, says="3 mg/d once daily, titrated to a blood concentration below 10 ng/mL")
_troughs = Source("kagawa_2012", at=_at, says="trough concentrations at weeks 1, 2, 3 and 4 and months 2, 4, 5 and 6")
_creatinine = Source("kagawa_2012", at="Results; Table 3", says="creatinine rose in three; all improved on less tacrolimus")
_mizoribine = Source("kagawa_2012", at=_at, says="300 mg/d once daily for 3 d per week; maximum 300 mg/d")
_peaks = Source("kagawa_2012", at=_at, says="peaks if necessary, titrated to an upper concentration of 1.0 μg/mL")
_step_down = Source("kagawa_2012", at=f"{_at}; Discussion", says="on complete remission of SLE one of the two was stopped")
_examined = Source("kagawa_2012", at="Methods, efficacy parameters; Table 2", says="also examined: eGFR, C3, anti-dsDNA "
                   "antibodies, albumin and hemoglobin")
_response = Source("kagawa_2012", at="Methods, efficacy parameters", says="responses determined at 2, 4 and 6 months")

_taper = Taper(start=DoseTable(weight, (Band(60, up_to=60), Band(80))),
               down=(Down(10, every=7, to=30), Down(5, every=14, to=20)))
_due = {7: 3, 14: 3, 21: 3, 28: 3, 61: 14, 122: 14, 152: 14, 183: 14}
_month_6 = HIMEJI_VISITS[3].low
_trough = on_this_dose(tacrolimus_trough, "tacrolimus")
_peak = on_this_dose(mizoribine_peak, "mizoribine")
_risen = on_this_dose(derived("creatinine_increase", "creatinine up by 30 %"), "tacrolimus", by=creatinine).holds()
_complete = derived("himeji_2012", "renal response") == "complete"
_of_sle = _complete & holds("sledai_remission", "SLEDAI of 0") & (day_of(proteinuria) >= _month_6)
_may_fall = _complete & (dose_of("prednisolone") > 5)

himeji_2012 = Protocol(
    name="himeji_2012",
    label="Mizoribine, tacrolimus and glucocorticoids (Himeji 2012)",
    source=Source("kagawa_2012", at="Methods", says="induction treatment of new-onset lupus with biopsy-proven nephritis"),
    length=365,
    look_back=61,
    visits=HIMEJI_VISITS,
    response="himeji_2012",
    courses=(
        Course(drug="methylprednisolone", dose=500, until=2, route="iv", source=_pulse),
        Course(drug="prednisolone", dose=_taper, start=3, titrated=True, source=_oral, option="oral_start=after_pulses"),
        Course(drug="prednisolone", dose=_taper, titrated=True, source=_oral, option="oral_start=day_0"),
        Course(drug="tacrolimus", dose=3, titrated=True, source=_tacrolimus,
               target=Target(analyte=tacrolimus_trough, below=10)),
        Course(drug="mizoribine", dose=300, days_per_week=3, titrated=True, most=300, source=_mizoribine,
               target=Target(analyte=mizoribine_peak, at_least=1.0), option="mizoribine_target=floor"),
        Course(drug="mizoribine", dose=300, days_per_week=3, titrated=True, most=300, source=_mizoribine,
               target=Target(analyte=mizoribine_peak, below=1.0), option="mizoribine_target=ceiling"),
    ),
    monitors=(
        Monitor(analyte=tacrolimus_trough, drug="tacrolimus", days=_due, hours=12, source=_troughs, option="trough_hours=12"),
        Monitor(analyte=tacrolimus_trough, drug="tacrolimus", days=_due, hours=24, source=_troughs, option="trough_hours=24"),
        Monitor(analyte=tacrolimus_trough, drug="tacrolimus", days=_due, source=_troughs, option="trough_hours=any"),
        Monitor(analyte=mizoribine_peak, drug="mizoribine", hours=3, hours_off=1, source=_peaks),
        Monitor(analyte=proteinuria, visits=HIMEJI_VISITS, source=_response),
        Monitor(analyte=creatinine, visits=HIMEJI_VISITS, source=_response),
        Monitor(analyte=sledai, or_kind="item", visits=HIMEJI_VISITS, source=_response),
        *(Monitor(analyte=also, visits=HIMEJI_VISITS, source=_examined)
          for also in (analytes.c3, analytes.ds_dna, analytes.albumin, analytes.hemoglobin)),
    ),
    rules=(
        Rule(drug="tacrolimus", when=_trough >= 10, then=Reduce(1, to=1), titrates=True, source=_tacrolimus,
             says="A trough that is not below 10 ng/mL lowers tacrolimus by 1 mg.", option="tacrolimus_step=1_mg"),
        Rule(drug="tacrolimus", when=_trough >= 10, then=Reduce(0.5, to=0.5), titrates=True, source=_tacrolimus,
             says="A trough that is not below 10 ng/mL lowers tacrolimus by 0.5 mg.", option="tacrolimus_step=half_mg"),
        Rule(drug="tacrolimus", when=_risen, then=Reduce(1, to=1), source=_creatinine, option="creatinine_rise=reduce",
             says="A creatinine at least 30 % above baseline lowers tacrolimus by 1 mg.",
             recorded_as=("Increase in serum creatinine",)),
        Rule(drug="tacrolimus", when=_of_sle, then=StepDown("mizoribine"), from_day=_month_6, source=_step_down,
             says="Complete remission of SLE, found at month 6 or later, stops tacrolimus; mizoribine goes on.",
             option="agent_stopped=tacrolimus"),
        Rule(drug="mizoribine", when=_of_sle, then=StepDown("tacrolimus"), from_day=_month_6, source=_step_down,
             says="Complete remission of SLE, found at month 6 or later, stops mizoribine; tacrolimus goes on.",
             option="agent_stopped=mizoribine"),
        Rule(drug="mizoribine", when=_peak < 1.0, then=Increase(50, to=300), titrates=True, source=_peaks,
             says="A peak below 1.0 μg/mL raises mizoribine by 50 mg, to 300 mg at most.", option="mizoribine_target=floor"),
        Rule(drug="mizoribine", when=(_peak < 1.0) & (dose_of("mizoribine") >= 300), source=_peaks,
             then=Ask("the peak is below 1.0 μg/mL at the greatest dose"), option="mizoribine_target=floor"),
        Rule(drug="mizoribine", when=_peak > 1.0, then=Reduce(50, to=50), titrates=True, source=_peaks,
             says="A peak above 1.0 μg/mL lowers mizoribine by 50 mg.", option="mizoribine_target=ceiling"),
        Rule(drug="prednisolone", when=_may_fall & (days_on("prednisolone") >= 14), then=Reduce(1, to=5), permitted=True,
             says="In complete remission prednisolone below 20 mg may fall by 1 mg every 2 weeks, to 5 mg.",
             source=_below_20, option="taper_below_20=1_mg_in_2_weeks"),
        Rule(drug="prednisolone", when=_may_fall & (days_on("prednisolone") >= 28), then=Reduce(2.5, to=5), permitted=True,
             says="In complete remission prednisolone below 20 mg may fall by 2.5 mg every 4 weeks, to 5 mg.",
             source=_below_20, option="taper_below_20=2.5_mg_in_4_weeks"),
    ),
    switches=(
        Switch("oral_start", ("after_pulses", "day_0"), reading="Oral prednisolone was given “followed by” the pulses: it "
               "begins on day 3. Its weeks count from its own first dose."),
        Switch("trough_hours", ("12", "24", "any"), reading="The paper gives no clock time of dose or sample. In Japan "
               "tacrolimus is taken in the evening and drawn 12 hours later; a true trough of one dose a day is at 24 hours."),
        Switch("tacrolimus_step", ("1_mg", "half_mg"), reading="The paper names no step for a trough that is too high; every "
               "reduction in its Table 3 is by 1 mg."),
        Switch("creatinine_rise", ("reduce", "no_rule"), reading="The methods have no rule for a rise in creatinine, but "
               "tacrolimus was reduced in all three patients who had one. The threshold of 30 % is ours."),
        Switch("mizoribine_target", ("floor", "ceiling"), reading="“An upper blood concentration of 1.0 μg/mL” may be a floor "
               "for peaks or a ceiling. Peaks of 1.16 to 1.96 were “above the target”, and no dose was lowered: a floor."),
        Switch("agent_stopped", ("tacrolimus", "mizoribine", "neither"), reading="“Either mizoribine or tacrolimus was "
               "stopped”: the paper leaves open which. The one stop that it prints (patient 7) is of tacrolimus."),
        Switch("taper_below_20", ("1_mg_in_2_weeks", "2.5_mg_in_4_weeks", "stay"), reading="No pace is given below 20 mg, nor "
               "what “stable” means. In complete remission 1 mg every 2 weeks gives the 10 to 15 mg of month 6."),
    ),
    readings=(
        "Day 0 is the day of the first pulse. When tacrolimus and mizoribine begin is not stated: on day 0.",
        "“Above 60 kg” leaves 60 kg itself to the dose of 60 mg; the weight is that of day 0.",
        "“Below 10 ng/mL” does not hold at 10.0 ng/mL.",
        "Results of a day are known on that day. A result stands for 61 days, the time between two assessments.",
        "Weekly samples count within 3 days of the due day, monthly ones within 14; months 2, 4, 5 and 6 are days 61, 122, "
        "152 and 183. Month 3 is not in the list of the paper.",
        "A level counts within 2 hours of the stated time after the dose (a mizoribine peak: 3 hours, within 1).",
        "Which 3 days of the week mizoribine is taken on is not stated.",
        "“Complete remission of SLE” is the renal response and a SLEDAI of 0, as the discussion says.",
    ),
)
