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

MOST_DOSE = 5000.0
"""The mg of a drug on one day beyond which a dose is a slip; the greatest doses of those below are about 3000 mg."""


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


# fmt: off
# One row a drug, wrapped by hand: a formatter would make a line of every alias.
drug(
    "Prednisolone", "glucocorticoid", "H02AB06", "PSL", "PDN", "プレドニゾロン", "プレドニン", "predonine",
    prednisolone_equivalent=5, strengths=(1, 5))
drug("Prednisone", "glucocorticoid", "H02AB07", "PRED", "プレドニゾン", "deltasone", prednisolone_equivalent=5)
drug(
    "Methylprednisolone", "glucocorticoid", "H02AB04", "mPSL", "MPSL", "methyl-PSL", "m-PSL", "メチルプレドニゾロン",
    "ソル・メドロール", "ソルメドロール", "solu-medrol", "medrol", "メドロール", prednisolone_equivalent=4,
    strengths=(40, 125, 500, 1000))
drug(
    "Hydrocortisone", "glucocorticoid", "H02AB09", "HC", "ヒドロコルチゾン", "コートリル", "cortef", "ソル・コーテフ",
    "solu-cortef", prednisolone_equivalent=20)
drug(
    "Cortisone", "glucocorticoid", "H02AB10", "コルチゾン", "cortisone acetate", "コートン", prednisolone_equivalent=25)
drug(
    "Dexamethasone", "glucocorticoid", "H02AB02", "DEX", "DXM", "デキサメタゾン", "デカドロン", "decadron",
    prednisolone_equivalent=0.75)
# Tables print 0.6 to 0.75 mg for betamethasone; we take the lower, which counts the dose higher.
drug(
    "Betamethasone", "glucocorticoid", "H02AB01", "ベタメタゾン", "リンデロン", "rinderon", prednisolone_equivalent=0.6)
drug("Triamcinolone", "glucocorticoid", "H02AB08", "トリアムシノロン", "レダコート", prednisolone_equivalent=4)
drug(
    "Deflazacort", "glucocorticoid", "H02AB13", "デフラザコート", "calcort", "emflaza", prednisolone_equivalent=6,
    source="who_atc", verified=False)
drug(
    "Tacrolimus", "calcineurin inhibitor", "L04AD02", "TAC", "FK506", "FK-506", "タクロリムス", "プログラフ", "prograf",
    "グラセプター", "graceptor", "advagraf", atc_former=("L04AA05",), strengths=(0.5, 1, 5))
drug(
    "Ciclosporin", "calcineurin inhibitor", "L04AD01", "CsA", "CyA", "CYA", "cyclosporin", "cyclosporine",
    "シクロスポリン", "ネオーラル", "neoral", "サンディミュン", "sandimmun", atc_former=("L04AA01",))
drug("Voclosporin", "calcineurin inhibitor", "L04AD03", "VCS", "ボクロスポリン", "ルプキネス", "lupkynis")
# No ATC code was found for mizoribine; Japanese data carry YJ codes that begin with 3999002F.
drug(
    "Mizoribine", "antimetabolite", "", "MZR", "MZB", "MIZ", "ミゾリビン", "ブレディニン", "bredinin",
    source="kagawa_2012", strengths=(25, 50))
drug(
    "Mycophenolate mofetil", "antimetabolite", "L04AA06", "MMF", "ミコフェノール酸モフェチル", "セルセプト", "cellcept")
drug(
    "Mycophenolic acid", "antimetabolite", "L04AA06", "MPA", "ミコフェノール酸", "mycophenolate sodium", "EC-MPS",
    "myfortic")
drug(
    "Cyclophosphamide", "alkylating agent", "L01AA01", "CYC", "CY", "CPA", "IVCY", "IVCYC", "POCY",
    "シクロホスファミド", "シクロフォスファミド", "エンドキサン", "endoxan")
drug("Azathioprine", "antimetabolite", "L04AX01", "AZA", "AZP", "アザチオプリン", "イムラン", "imuran", "アザニン")
drug(
    "Methotrexate", "antimetabolite", "L04AX03", "MTX", "メトトレキサート", "リウマトレックス", "rheumatrex",
    atc_former=("L01BA01",))
drug("Leflunomide", "antimetabolite", "L04AK01", "LEF", "レフルノミド", "アラバ", "arava", atc_former=("L04AA13",))
drug("Hydroxychloroquine", "antimalarial", "P01BA02", "HCQ", "ヒドロキシクロロキン", "プラケニル", "plaquenil")
drug("Belimumab", "biologic", "L04AG04", "BEL", "BLM", "ベリムマブ", "ベンリスタ", "benlysta", atc_former=("L04AA26",))
drug(
    "Rituximab", "biologic", "L01FA01", "RTX", "リツキシマブ", "リツキサン", "rituxan", "mabthera",
    atc_former=("L01XC02",))
drug("Obinutuzumab", "biologic", "L01FA03", "OBI", "オビヌツズマブ", "ガザイバ", "gazyva", atc_former=("L01XC15",))
drug("Anifrolumab", "biologic", "L04AG11", "ANI", "アニフロルマブ", "サフネロー", "saphnelo", atc_former=("L04AA51",))
# fmt: on
