"""Name the drugs: one row a substance, by INN, with what a hospital may write for it.

`prednisolone_equivalent` is how many mg do what 5 mg of prednisolone do, by mouth or into a vein; tables of
equivalence differ in the second digit, and none holds for topical, inhaled or intra-articular use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from remission.errors import UnknownName
from remission.terms.sources import Source

Kind = Literal[
    "glucocorticoid", "calcineurin inhibitor", "antimetabolite", "alkylating agent", "antimalarial", "biologic"
]
REFERENCE_DOSE = 5.0
"""The mg of prednisolone that every `prednisolone_equivalent` stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """State which doses of a drug are believable, in mg on a day of intake; 0, a stop, always is.

    Attributes:
        least: The least dose.
        most: The greatest dose, by whatever route.
        by_mouth: The greatest dose by mouth, where more is given into a vein; None where the route makes no difference.
        because: What the ends rest on. They are wide, and no advice on dosing.
    """

    least: float
    most: float
    by_mouth: float | None
    because: str

    def greatest(self, route: str | None) -> float:
        """Give the greatest believable dose by a route; where the route is not known, by any."""
        return self.by_mouth if route == "oral" and self.by_mouth is not None else self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """Describe one substance.

    Attributes:
        name: INN with underscores: the key everywhere.
        label: INN as printed.
        kind: What sort of drug it is.
        prednisolone_equivalent: mg that do what 5 mg of prednisolone do; None for all but glucocorticoids.
        atc: ATC code of systemic use; "" where the WHO index has none.
        atc_former: ATC codes that older data carry.
        aliases: What else is written for it: abbreviations, brands, Japanese names.
        source: Key of the source of the equivalence, or of the ATC code.
        verified: Whether code and equivalence were read in a text.
        daily: Which doses are believable; doors set others aside.
        strengths: mg of a tablet, capsule or vial, as package inserts in Japan list them (`STRENGTHS_SOURCE`); a hospital
            gives its own list. Empty where none was looked up.
    """

    name: str
    label: str
    kind: Kind
    prednisolone_equivalent: float | None
    atc: str
    atc_former: tuple[str, ...]
    aliases: tuple[str, ...]
    source: str
    verified: bool
    daily: Daily
    strengths: tuple[float, ...] = ()


DRUGS: dict[str, Drug] = {}
STRENGTHS_SOURCE = Source(
    "pmda_inserts", at="Composition", says="mg of active substance in one tablet, capsule or vial"
)


def drug(
    label: str,
    kind: Kind,
    atc: str,
    *aliases: str,
    daily: Daily,
    prednisolone_equivalent: float | None = None,
    atc_former: tuple[str, ...] = (),
    source: str = "",
    verified: bool = True,
    strengths: tuple[float, ...] = (),
) -> Drug:
    """Add a row to the table of drugs."""
    name = label.lower().replace(" ", "_")
    DRUGS[name] = Drug(
        name=name,
        label=label,
        kind=kind,
        prednisolone_equivalent=prednisolone_equivalent,
        atc=atc,
        atc_former=atc_former,
        aliases=aliases,
        source=source or ("globalrph_steroids" if prednisolone_equivalent else "who_atc"),
        verified=verified,
        daily=daily,
        strengths=strengths,
    )
    return DRUGS[name]


def prednisolone_equivalent(drug: str, mg: float) -> float:
    """Convert a dose of a glucocorticoid to mg of prednisolone.

    Args:
        drug: Name of the drug.
        mg: The dose in mg.

    Raises:
        UnknownName: The drug is not known, or is no glucocorticoid.

    Example:
        >>> prednisolone_equivalent("methylprednisolone", 500)
        625.0
    """
    per_reference = DRUGS[drug].prednisolone_equivalent if drug in DRUGS else None
    if per_reference is None:
        raise UnknownName.among("glucocorticoid", drug, [d.name for d in DRUGS.values() if d.prednisolone_equivalent])
    return mg * REFERENCE_DOSE / per_reference


def _mg(least: float, most: float, because: str, *, by_mouth: float | None = None) -> Daily:
    return Daily(least=least, most=most, by_mouth=by_mouth, because=because)


def dose_suspicion(drug: str, mg: float, route: str | None = None) -> str | None:
    """Say what an impossible dose may have been meant to be.

    Args:
        drug: Name of the drug.
        mg: The dose, taken to be in mg on a day of intake.
        route: "oral", "iv" or "sc"; None where nobody said.

    Returns:
        The end of a sentence; None where the dose is believable, or in no unit and by no route.

    Example:
        >>> dose_suspicion("mycophenolate_mofetil", 2), dose_suspicion("tacrolimus", 3000)
        ('it would be believable as 2 g', 'it would be believable as 3000 µg')
    """
    daily = DRUGS[drug].daily
    most = daily.greatest(route)
    if mg == 0 or daily.least <= mg <= most:
        return None
    if most < mg <= daily.most:
        return "it would be believable into a vein"
    units = {"g": 1000.0, "µg": 0.001}
    fits = [unit for unit, factor in units.items() if daily.least <= mg * factor <= most]
    return f"it would be believable as {mg:g} {fits[0]}" if fits else None


# fmt: off
# One row a drug, wrapped by hand: a formatter would make a line of every alias.
# Tablets of 2.5 mg are another maker's (NP): on the price list, and not read in an insert that we could open.
drug(
    "Prednisolone", "glucocorticoid", "H02AB06", "PSL", "PDN", "プレドニゾロン", "プレドニン", "predonine",
    prednisolone_equivalent=5, strengths=(1, 2.5, 5),
    daily=_mg(0.5, 250, "half a tablet of 1 mg as a taper ends; 2 mg/kg, and more for a few days"))
drug(
    "Prednisone", "glucocorticoid", "H02AB07", "PRED", "プレドニゾン", "deltasone", prednisolone_equivalent=5,
    daily=_mg(0.5, 250, "half a tablet of 1 mg as a taper ends; 2 mg/kg, and more for a few days"))
drug(
    "Methylprednisolone", "glucocorticoid", "H02AB04", "mPSL", "MPSL", "methyl-PSL", "m-PSL", "メチルプレドニゾロン",
    "ソル・メドロール", "ソルメドロール", "solu-medrol", "medrol", "メドロール", prednisolone_equivalent=4,
    strengths=(40, 125, 500, 1000),
    daily=_mg(0.5, 2000, "pulses of 250 to 1000 mg, seldom more; tablets of 2 and 4 mg", by_mouth=500))
drug(
    "Hydrocortisone", "glucocorticoid", "H02AB09", "HC", "ヒドロコルチゾン", "コートリル", "cortef", "ソル・コーテフ",
    "solu-cortef", prednisolone_equivalent=20,
    daily=_mg(1, 2000, "replacement in children; 500 mg every six hours into a vein", by_mouth=400))
drug(
    "Cortisone", "glucocorticoid", "H02AB10", "コルチゾン", "cortisone acetate", "コートン", prednisolone_equivalent=25,
    daily=_mg(2.5, 400, "replacement in children; four times the greatest dose of a stress"))
drug(
    "Dexamethasone", "glucocorticoid", "H02AB02", "DEX", "DXM", "デキサメタゾン", "デカドロン", "decadron",
    prednisolone_equivalent=0.75,
    daily=_mg(0.1, 200, "tablets of 0.5 mg; 40 mg by mouth and 100 mg into a vein as pulses", by_mouth=80))
# Tables print 0.6 to 0.75 mg for betamethasone; we take the lower, which counts the dose higher.
drug(
    "Betamethasone", "glucocorticoid", "H02AB01", "ベタメタゾン", "リンデロン", "rinderon", prednisolone_equivalent=0.6,
    daily=_mg(0.1, 200, "tablets of 0.5 mg; as dexamethasone", by_mouth=80))
drug(
    "Triamcinolone", "glucocorticoid", "H02AB08", "トリアムシノロン", "レダコート", prednisolone_equivalent=4,
    daily=_mg(0.5, 200, "as prednisolone, by its equivalent"))
drug(
    "Deflazacort", "glucocorticoid", "H02AB13", "デフラザコート", "calcort", "emflaza", prednisolone_equivalent=6,
    source="who_atc", verified=False,
    daily=_mg(0.5, 300, "as prednisolone, by its equivalent"))
drug(
    "Tacrolimus", "calcineurin inhibitor", "L04AD02", "TAC", "FK506", "FK-506", "タクロリムス", "プログラフ", "prograf",
    "グラセプター", "graceptor", "advagraf", atc_former=("L04AA05",), strengths=(0.5, 1, 5),
    daily=_mg(0.1, 30, "granules of 0.2 mg; 0.3 mg/kg after a transplant"))
drug(
    "Ciclosporin", "calcineurin inhibitor", "L04AD01", "CsA", "CyA", "CYA", "cyclosporin", "cyclosporine",
    "シクロスポリン", "ネオーラル", "neoral", "サンディミュン", "sandimmun", atc_former=("L04AA01",),
    daily=_mg(10, 1500, "capsules of 10 mg; 15 mg/kg after a transplant"))
drug(
    "Voclosporin", "calcineurin inhibitor", "L04AD03", "VCS", "ボクロスポリン", "ルプキネス", "lupkynis", strengths=(7.9,),
    daily=_mg(7.9, 100, "one capsule; 39.5 mg twice a day in the trial of phase 2"))
# No ATC code was found for mizoribine; Japanese data carry YJ codes that begin with 3999002F.
drug(
    "Mizoribine", "antimetabolite", "", "MZR", "MZB", "MIZ", "ミゾリビン", "ブレディニン", "bredinin",
    source="kagawa_2012", strengths=(25, 50),
    daily=_mg(25, 1000, "one tablet of 25 mg; 12 mg/kg in trials after a transplant"))
drug(
    "Mycophenolate mofetil", "antimetabolite", "L04AA06", "MMF", "ミコフェノール酸モフェチル", "セルセプト", "cellcept",
    strengths=(250,),
    daily=_mg(50, 6000, "a child's dose by 600 mg/m²; twice the usual greatest dose of 3 g"))
drug(
    "Mycophenolic acid", "antimetabolite", "L04AA06", "MPA", "ミコフェノール酸", "mycophenolate sodium", "EC-MPS",
    "myfortic",
    daily=_mg(50, 5000, "a child's dose; more than twice the usual greatest dose of 2160 mg"))
drug(
    "Cyclophosphamide", "alkylating agent", "L01AA01", "CYC", "CY", "CPA", "IVCY", "IVCYC", "POCY",
    "シクロホスファミド", "シクロフォスファミド", "エンドキサン", "endoxan",
    daily=_mg(5, 5000, "tablets every other day in kidney failure; 50 mg/kg into a vein", by_mouth=500))
drug(
    "Azathioprine", "antimetabolite", "L04AX01", "AZA", "AZP", "アザチオプリン", "イムラン", "imuran", "アザニン",
    daily=_mg(5, 500, "10 mg where its enzyme is deficient; twice 3 mg/kg"))
drug(
    "Methotrexate", "antimetabolite", "L04AX03", "MTX", "メトトレキサート", "リウマトレックス", "rheumatrex",
    atc_former=("L01BA01",),
    daily=_mg(1, 100, "tablets of 2 and 2.5 mg, on the one day of the week; no doses of cancer treatment"))
drug(
    "Leflunomide", "antimetabolite", "L04AK01", "LEF", "レフルノミド", "アラバ", "arava", atc_former=("L04AA13",),
    daily=_mg(5, 100, "half a tablet of 10 mg; the loading dose"))
drug(
    "Hydroxychloroquine", "antimalarial", "P01BA02", "HCQ", "ヒドロキシクロロキン", "プラケニル", "plaquenil",
    daily=_mg(25, 1200, "5 mg/kg in small children; loading doses of trials"))
drug(
    "Belimumab", "biologic", "L04AG04", "BEL", "BLM", "ベリムマブ", "ベンリスタ", "benlysta", atc_former=("L04AA26",),
    daily=_mg(50, 2500, "10 mg/kg from a child of 5 kg to an adult of 250 kg; 200 mg under the skin"))
drug(
    "Rituximab", "biologic", "L01FA01", "RTX", "リツキシマブ", "リツキサン", "rituxan", "mabthera",
    atc_former=("L01XC02",),
    daily=_mg(50, 2000, "first small bags of 50 or 100 mg; 1000 mg, or 375 mg/m²"))
drug(
    "Obinutuzumab", "biologic", "L01FA03", "OBI", "オビヌツズマブ", "ガザイバ", "gazyva", atc_former=("L01XC15",),
    daily=_mg(25, 2000, "a first day of 25 or 100 mg; 1000 mg"))
drug(
    "Anifrolumab", "biologic", "L04AG11", "ANI", "アニフロルマブ", "サフネロー", "saphnelo", atc_former=("L04AA51",),
    daily=_mg(50, 1500, "120 mg under the skin; 1000 mg in the trial of phase 2"))
# fmt: on
