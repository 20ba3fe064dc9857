"""Mizoribine for lupus nephritis as its Japanese label has it, on top of a glucocorticoid."""

# fmt: off
# One part a line or two, wrapped by hand: a formatter would make this longer than anyone reads.
from remission.definitions.definition import derived
from remission.protocols.protocol import Ask, Course, Hold, Monitor, Protocol, Rule
from remission.terms.analytes import creatinine, proteinuria, urate, wbc
from remission.terms.sources import Source
from remission.terms.windows import visits_on

_dose = Source("bredinin_japan", at="Dosage, lupus nephritis", says="50 mg three times a day, less by the degree of renal "
               "function")
_added = Source("bredinin_japan", at="Dosage, lupus nephritis", says="added to the maintenance dose of a glucocorticoid, which "
                "is then lowered by the symptoms")
_white_cells = Source("bredinin_japan", at="2.2 Contraindications", says="not for patients with 3,000 white cells/mm³ or fewer")
_tests = Source("bredinin_japan", at="Precautions", says="frequent tests of blood, liver and kidney function; less or none of "
                "the drug where they are abnormal")

_visits = visits_on([14, 28, 61, 91, 122, 152, 183, 274, 365], within=14)
_egfr = derived("egfr_jsn_2009", "eGFR (Japan 2009)")

mizoribine_label_japan = Protocol(
    name="mizoribine_label_japan",
    label="Mizoribine as the Japanese label has it",
    source=Source("bredinin_japan", at="Indication", says="lupus nephritis with lasting proteinuria, nephrotic syndrome or "
                  "falling renal function that glucocorticoids alone do not control"),
    length=365,
    visits=_visits,
    courses=(Course(drug="mizoribine", dose=150, times_a_day=3, titrated=True, most=150, source=_dose),),
    monitors=tuple(Monitor(analyte=analyte, visits=_visits, source=_tests) for analyte in (wbc, creatinine, urate, proteinuria)),
    rules=(
        Rule(drug="mizoribine", when=wbc <= 3.0, then=Hold(), source=_white_cells,
             says="3,000 white cells/mm³ or fewer withhold mizoribine."),
        Rule(drug="mizoribine", when=(wbc <= 3.0).says("white blood cells ≤ 3 10⁹/L at the first dose"), at_start=True,
             then=Ask("3,000 white cells/mm³ or fewer rule mizoribine out"), source=_white_cells),
        Rule(drug="mizoribine", when=(_egfr < 60).says("eGFR < 60 at the first dose"), at_start=True, source=_dose,
             then=Ask("eGFR is below 60: how far is the dose to be lowered? The label gives no figure")),
    ),
    beside_it=("prednisolone", "methylprednisolone", "hydroxychloroquine"),
    readings=(
        "Compared with two copies of the present label. Its year is not part of the name, because the dose has long been the "
        "same.",
        "Day 0 is the day of the first dose; the drug is added to a glucocorticoid, which the label does not schedule.",
        "The label asks for less by renal function and gives no figure: below an eGFR of 60 (ours) a clinician is asked.",
        "White cells of 3,000/mm³ or fewer are a contraindication; in a patient who takes the drug they are read as a hold: "
        "above 3,000/mm³ nothing withholds it any more, and a clinician is asked whether it begins again.",
        "“Frequent” tests are read as after 2 and 4 weeks, monthly to month 6 and every 3 months then. Urate is measured "
        "because the label names its rise.",
    ),
)
