"""Name everything that a chart can measure: one row an analyte, with its only indoor unit.

Each row gives the word that rules are written with, so a misspelt analyte is an import error. Doors convert to the
indoor unit and set aside what lies outside `plausible`, which is wide enough for the sickest patient and tight enough
to catch most slips of unit. 24-hour protein (g/day) and the protein/creatinine ratio (g/g) are two analytes: they are
equal only in someone who excretes 1 g of creatinine a day.

References are what a laboratory may use when it sends none; the range sent with a result always comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from remission.terms.sources import Source
from remission.terms.words import Word

CREATININE_MOLAR_MASS = 113.12
"""g/mol, C4H7N3O: 1 mg/dL is 88.40 µmol/L. Many tools use 88.42, which implies 113.10."""

CODE_SOURCES = (
    Source("loinc", says="the code, its component and its property"),
    Source("jlac10", says="the analyte code, the first five characters"),
    Source("omop_estonia", says="the standard concept of a LOINC code"),
    Source("mimic_iv_omop", says="the standard concept of a laboratory test"),
)

Kind = Literal["lab", "level", "score", "item", "sign", "vital"]
Sex = Literal["female", "male", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """State the limits of normal of one laboratory or standard.

    Attributes:
        sex: Whom it holds for.
        low: Lower limit, included, in the analyte's unit; None where there is none.
        high: Upper limit, included; None where there is none.
        name: Which set of limits it belongs to ("jccls", "himeji_era").
        source: Key of its source.
        verified: Whether the numbers were read in a text.
        note: For whom they hold, where not for adults, or how their edge is meant.
    """

    sex: Sex
    low: float | None
    high: float | None
    name: str
    source: str
    verified: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyte:
    """Describe one measurable thing.

    Attributes:
        name: Key everywhere.
        label: What a reader sees.
        unit: UCUM unit: the only one indoors.
        printed_unit: The unit as people write it.
        loinc: LOINC codes whose values are in the unit or convert to it. `remission.terms.refused` lists their look-alikes.
        omop: OMOP concepts of the same meaning; none where nobody was seen to map the analyte.
        jlac10: The five characters of JLAC10 that name the analyte, "" where not read in a text.
        plausible: Least and greatest believable value; anything outside is set aside as impossible.
        accepts: UCUM units that a door may convert from. What is not here is refused, even where the dimension fits.
        molar_mass: g/mol for mass and amount of substance; of the denominator in a ratio to creatinine.
        reference: Limits of normal that a mapping may name; nothing applies them by itself.
        decimals: Digits after the point, as laboratories print it.
        aliases: Header words, English and Japanese, that mean this analyte.
        kind: What sort of quantity it is; `level` is a drug concentration, `item` a SLEDAI item and `sign` any other
            clinical sign (each 1 present, 0 absent).
        source: Key of the source of the codes, or of the score.
        verified: Whether the codes were read in a text beside the name of the analyte.
    """

    name: str
    label: str
    unit: str
    printed_unit: str
    loinc: tuple[str, ...]
    omop: tuple[int, ...]
    jlac10: str
    plausible: tuple[float, float]
    accepts: tuple[str, ...]
    molar_mass: float | None
    reference: tuple[Reference, ...]
    decimals: int
    aliases: tuple[str, ...]
    kind: Kind
    source: str
    verified: bool


ANALYTES: dict[str, Analyte] = {}


def analyte(
    name: str,
    *,
    label: str,
    unit: str,
    plausible: tuple[float, float],
    decimals: int,
    printed_unit: str | None = None,
    accepts: tuple[str, ...] = (),
    loinc: tuple[str, ...] = (),
    omop: tuple[int, ...] = (),
    jlac10: str = "",
    molar_mass: float | None = None,
    reference: tuple[Reference, ...] = (),
    aliases: tuple[str, ...] = (),
    kind: Kind = "lab",
    source: str = "loinc",
    verified: bool = True,
) -> Word:
    """Add a row to the table of analytes and return the word that rules use for it."""
    ANALYTES[name] = Analyte(
        name=name,
        label=label,
        unit=unit,
        printed_unit=unit if printed_unit is None else printed_unit,
        loinc=loinc,
        omop=omop,
        jlac10=jlac10,
        plausible=plausible,
        accepts=(unit, *accepts),
        molar_mass=molar_mass,
        reference=reference,
        decimals=decimals,
        aliases=aliases,
        kind=kind,
        source=source,
        verified=verified,
    )
    return Word.of(name, inside_a_sentence(label))


def inside_a_sentence(label: str) -> str:
    """Lower the first letter of "Serum creatinine", but not of "C3", "HbA1c" or "eGFR"."""
    first = re.match(r"[A-Z][a-z]+(?![A-Za-z])", label)
    return label[0].lower() + label[1:] if first else label


def _jccls(low: float | None, high: float | None, sex: Sex = "any", *, verified: bool = True) -> Reference:
    return Reference(sex=sex, low=low, high=high, name="jccls", source="jccls_2022", verified=verified)


def _himeji_era(low: float | None, high: float | None) -> Reference:
    return Reference(sex="any", low=low, high=high, name="himeji_era", source="tanaka_2012", verified=True)


def _checkup(high: float, sex: Sex) -> Reference:
    return Reference(sex=sex, low=None, high=high, name="japan_checkup", source="todai_checkup", verified=True,
                     note="what older Japanese laboratories print as their limit, too")  # fmt: skip


def _alms(low: float | None, high: float | None, note: str = "") -> Reference:
    """Give the limits of the trial's laboratories; which of its papers prints them was not found again."""
    return Reference(sex="any", low=low, high=high, name="alms", source="appel_2009", verified=False, note=note)


def _bliss(low: float | None, high: float | None, note: str = "", *, verified: bool = False) -> Reference:
    source = "roth_2016" if verified else "vanvollenhoven_2012"
    return Reference(sex="any", low=low, high=high, name="bliss", source=source, verified=verified, note=note)


def _category_a1(high: float) -> Reference:
    return Reference(sex="any", low=None, high=high, name="kdigo_a1", source="kdigo_ckd_2024", verified=True,
                     note="the limit itself is already too high")  # fmt: skip


def _child(high: float, note: str, *, verified: bool) -> Reference:
    return Reference(sex="any", low=None, high=high, name="children", source="hogg_2000", verified=verified, note=note)


# fmt: off
# One row an analyte, wrapped by hand: a formatter would make a line of every argument, and the table unreadable.

# --- urine -------------------------------------------------------------------------------------------------------
proteinuria = analyte(
    "proteinuria", label="24-hour urine protein", unit="g/d", printed_unit="g/day", accepts=("mg/d",), decimals=2,
    plausible=(0, 50), loinc=("2889-4",), omop=(3020876,), reference=(_category_a1(0.15),),
    aliases=("24h urine protein", "24-h proteinuria", "up24", "urine protein 24h", "daily proteinuria", "uprot/day",
        "urinary protein", "urine protein excretion", "24h urinary protein", "24-hour urinary protein",
        "24h proteinuria", "24h protein", "24 hr protein", "24h up", "utp", "24h utp", "uprot",
        "蛋白尿", "尿蛋白", "1日尿蛋白", "一日尿蛋白", "尿蛋白量", "1日尿蛋白量", "蓄尿蛋白"))
upcr = analyte(
    "upcr", label="Urine protein/creatinine ratio", unit="g/g", printed_unit="g/gCr",
    accepts=("mg/g", "mg/mmol", "mg/mg"), decimals=2, plausible=(0, 40), loinc=("2890-2", "34366-5"),
    omop=(3001582, 3045462), molar_mass=CREATININE_MOLAR_MASS,
    reference=(_category_a1(0.15), _child(0.2, "children of 2 years and older; 0.2 itself is too high", verified=True),
        _child(0.5, "children from 6 months to 2 years; 0.5 itself is too high", verified=False)),
    aliases=("up/c", "upc", "up/ucr", "uprot/ucr", "protein creatinine ratio",
        "protein/creatinine ratio", "urine protein/creatinine", "p/c ratio", "spot upcr", "uprot/cr",
        "尿蛋白/クレアチニン比", "尿蛋白クレアチニン比", "尿蛋白/cr", "尿tp/cr", "蛋白/cre比"))
uacr = analyte(
    "uacr", label="Urine albumin/creatinine ratio", unit="mg/g", printed_unit="mg/gCr",
    accepts=("mg/mmol", "g/g", "ug/mg"), decimals=1, plausible=(0, 30000),
    loinc=("9318-7", "14959-1", "30000-4", "14958-3"), omop=(3022826, 3002827), molar_mass=CREATININE_MOLAR_MASS,
    reference=(_category_a1(30),),
    aliases=("acr", "albumin creatinine ratio", "尿アルブミン/クレアチニン比", "尿アルブミン/cr", "尿中アルブミン"))
urine_protein = analyte(
    "urine_protein", label="Urine protein concentration", unit="mg/dL", accepts=("g/L", "mg/L", "g/dL"), decimals=0,
    plausible=(0, 6000), loinc=("2888-6",), omop=(3037121,),
    aliases=("urine protein", "urine protein concentration", "尿蛋白濃度", "尿蛋白定量"))
urine_creatinine = analyte(
    "urine_creatinine", label="Urine creatinine", unit="mg/dL", accepts=("mmol/L", "g/L", "mg/L", "umol/L"), decimals=1,
    plausible=(1, 800), loinc=("2161-8", "14683-7"), omop=(3017250, 3009508), molar_mass=CREATININE_MOLAR_MASS,
    aliases=("ucr", "u-cr", "u-cre", "尿クレアチニン", "尿中クレアチニン"))
urine_volume = analyte(
    "urine_volume", label="24-hour urine volume", unit="mL/d", printed_unit="mL/day", accepts=("L/d",), decimals=0,
    plausible=(0, 20000), loinc=("3167-4",), omop=(3012565,), aliases=("urine output", "尿量", "1日尿量", "一日尿量"))
urine_creatinine_24h = analyte(
    "urine_creatinine_24h", label="24-hour urine creatinine", unit="g/d", printed_unit="g/day", accepts=("mg/d", "mmol/d"),
    decimals=2, plausible=(0.05, 6), loinc=("2162-6",), omop=(3004239,), molar_mass=CREATININE_MOLAR_MASS,
    aliases=("24h urine creatinine", "24-h creatinine", "24h ucr", "urinary creatinine excretion", "1日尿クレアチニン",
        "一日尿クレアチニン", "尿クレアチニン排泄量"))
urine_albumin_24h = analyte(
    "urine_albumin_24h", label="24-hour urine albumin", unit="mg/d", printed_unit="mg/day", accepts=("g/d",), decimals=1,
    plausible=(0, 40000), loinc=("14956-7",), omop=(3005577,),
    aliases=("24h urine albumin", "24-h albumin", "urinary albumin excretion", "uae", "1日尿アルブミン", "一日尿アルブミン",
        "尿アルブミン排泄量"))
urine_rbc_ul = analyte(
    "urine_rbc_ul", label="Urine red cells per volume", unit="/uL", printed_unit="/µL", decimals=0, plausible=(0, 100000),
    loinc=("798-9",), omop=(3002864,), aliases=("urine rbc/ul", "urine rbc count", "尿中赤血球数"))
urine_rbc_hpf = analyte(
    "urine_rbc_hpf", label="Urine red cells per high-power field", unit="/[HPF]", printed_unit="/HPF", decimals=0,
    plausible=(0, 5000), loinc=("13945-1",), omop=(3035124,), aliases=("urine rbc", "u-rbc", "rbc/hpf", "尿赤血球", "尿沈渣赤血球"))
urine_wbc_hpf = analyte(
    "urine_wbc_hpf", label="Urine white cells per high-power field", unit="/[HPF]", printed_unit="/HPF", decimals=0,
    plausible=(0, 5000), loinc=("5821-4",), omop=(3035583,), aliases=("urine wbc", "u-wbc", "wbc/hpf", "尿白血球", "尿沈渣白血球"))
rbc_casts = analyte(
    "rbc_casts", label="Red-cell casts per low-power field", unit="/[LPF]", printed_unit="/LPF", decimals=0,
    plausible=(0, 500), loinc=("5807-3",), omop=(3002587,), aliases=("red cell casts", "rbc cast", "赤血球円柱"))
rbc_casts_hpf = analyte(
    "rbc_casts_hpf", label="Red-cell casts per high-power field", unit="/[HPF]", printed_unit="/HPF", decimals=0,
    plausible=(0, 500), loinc=("51790-4",), omop=(3042421,), aliases=("rbc casts/hpf", "red cell casts/hpf"))
granular_casts = analyte(
    "granular_casts", label="Granular casts per low-power field", unit="/[LPF]", printed_unit="/LPF", decimals=0,
    plausible=(0, 500), loinc=("5793-5",), omop=(3011483,), aliases=("granular cast", "顆粒円柱"))
granular_casts_hpf = analyte(
    "granular_casts_hpf", label="Granular casts per high-power field", unit="/[HPF]", printed_unit="/HPF", decimals=0,
    plausible=(0, 500), loinc=("46134-3",), omop=(3047065,), aliases=("granular casts/hpf",))
urine_casts = analyte(
    "urine_casts", label="Casts of any kind per low-power field", unit="/[LPF]", printed_unit="/LPF", decimals=0,
    plausible=(0, 500), loinc=("9842-6",), omop=(3005658,), aliases=("casts/lpf", "casts lpf", "円柱数"))
# its LOINC code was not read in a text
wbc_casts = analyte(
    "wbc_casts", label="White-cell casts per low-power field", unit="/[LPF]", printed_unit="/LPF", decimals=0,
    plausible=(0, 500), aliases=("white cell casts", "wbc cast", "白血球円柱"))
# no LOINC code was read in a text
acanthocytes_hpf = analyte(
    "acanthocytes_hpf", label="Urine acanthocytes per high-power field", unit="/[HPF]", printed_unit="/HPF", decimals=0,
    plausible=(0, 500), source="kdigo_2012",
    aliases=("acanthocytes", "acanthocytes/hpf", "urine acanthocytes", "変形赤血球"))

# --- kidney function ---------------------------------------------------------------------------------------------
creatinine = analyte(
    "creatinine", label="Serum creatinine", unit="mg/dL", accepts=("umol/L", "mmol/L"), decimals=2, plausible=(0.1, 25),
    loinc=("2160-0", "14682-9"), omop=(3016723, 3020564), jlac10="3C015", molar_mass=CREATININE_MOLAR_MASS,
    # In children the limit rises with age and height: none is listed, and the laboratory's own must be stated.
    reference=(_jccls(0.46, 0.79, "female"), _jccls(0.65, 1.07, "male"), _checkup(0.7, "female"), _checkup(1.0, "male")),
    aliases=("cr", "cre", "crea", "creat", "scr", "s-cr", "クレアチニン", "血清クレアチニン", "血清cr"))
cystatin_c = analyte(
    "cystatin_c", label="Cystatin C", unit="mg/L", accepts=("mg/dL", "ug/mL"), decimals=2, plausible=(0.2, 15),
    loinc=("33863-2",), omop=(3030366,), aliases=("cys-c", "cysc", "シスタチンc"))
# LOINC has one code an equation and none for the Japanese one: a recorded eGFR does not say how it was reckoned.
egfr = analyte(
    "egfr", label="eGFR", unit="mL/min/{1.73_m2}", printed_unit="mL/min/1.73 m²", decimals=1, plausible=(1, 300),
    loinc=("98979-8", "62238-1", "33914-3", "77147-7", "50210-4"), omop=(40764999, 3029859, 46236952), jlac10="8A065",
    aliases=("e-gfr", "gfr", "egfrcreat", "estimated gfr", "estimated glomerular filtration rate", "推算gfr",
        "推算糸球体濾過量"))
# What was known before the flare that is treated, recorded at the baseline visit; the baseline value is another thing.
pre_flare_creatinine = analyte(
    "pre_flare_creatinine", label="Serum creatinine before the flare", unit="mg/dL", accepts=("umol/L", "mmol/L"),
    decimals=2, plausible=(0.1, 25), molar_mass=CREATININE_MOLAR_MASS, source="furie_2020",
    aliases=("pre-flare cr", "pre-flare scr", "preflare creatinine", "creatinine pre-flare", "フレア前クレアチニン"))
pre_flare_egfr = analyte(
    "pre_flare_egfr", label="eGFR before the flare", unit="mL/min/{1.73_m2}", printed_unit="mL/min/1.73 m²", decimals=1,
    plausible=(1, 300), source="furie_2020", aliases=("pre-flare gfr", "preflare egfr", "egfr pre-flare", "フレア前egfr"))
# Urea and the nitrogen in it are the same in mmol/L (a mole of urea carries two nitrogens) but not in mg/dL, where urea is
# 2.14 times as much: two analytes, so that a header of urea in mg/dL cannot pass for the other.
urea_nitrogen = analyte(
    "urea_nitrogen", label="Serum urea nitrogen", unit="mg/dL", accepts=("mmol/L",), decimals=1, plausible=(1, 300),
    loinc=("3094-0",), omop=(3013682,), jlac10="3C025", molar_mass=28.014, reference=(_jccls(8, 20),),
    aliases=("bun", "un", "sun", "urea nitrogen", "尿素窒素"))
urea = analyte(
    "urea", label="Serum urea", unit="mmol/L", accepts=("mg/dL", "g/L"), decimals=1, plausible=(0.3, 110),
    loinc=("22664-7",), omop=(3020779,), molar_mass=60.056, aliases=("blood urea", "s-urea", "尿素"))
urate = analyte(
    "urate", label="Serum urate", unit="mg/dL", accepts=("umol/L", "mmol/L"), decimals=1, plausible=(0.2, 35),
    loinc=("3084-1", "14933-6"), omop=(3037556,), molar_mass=168.11,
    reference=(_jccls(2.6, 5.5, "female", verified=False), _jccls(3.7, 7.8, "male", verified=False)),
    aliases=("ua", "uric acid", "尿酸"))
potassium = analyte(
    "potassium", label="Serum potassium", unit="mmol/L", accepts=("meq/L",), decimals=1, plausible=(1.2, 12),
    loinc=("2823-3",), omop=(3023103,), jlac10="3H015", reference=(_jccls(3.6, 4.8),), aliases=("k", "カリウム"))
magnesium = analyte(
    "magnesium", label="Serum magnesium", unit="mg/dL", accepts=("mmol/L",), decimals=1, plausible=(0.3, 15),
    loinc=("19123-9", "2601-3"), omop=(3012095,), molar_mass=24.305, aliases=("マグネシウム",))

# --- blood -------------------------------------------------------------------------------------------------------
albumin = analyte(
    "albumin", label="Serum albumin", unit="g/dL", accepts=("g/L",), decimals=1, plausible=(0.4, 7),
    loinc=("1751-7", "61151-7"), omop=(3024561, 40763912), jlac10="3A015", reference=(_jccls(4.1, 5.1),),
    aliases=("alb", "s-alb", "アルブミン", "血清アルブミン"))
hemoglobin = analyte(
    "hemoglobin", label="Hemoglobin", unit="g/dL", accepts=("g/L",), decimals=1, plausible=(1.5, 25),
    loinc=("718-7",), omop=(3000963,), jlac10="2A030", reference=(_jccls(11.6, 14.8, "female"), _jccls(13.7, 16.8, "male")),
    aliases=("hb", "hgb", "haemoglobin", "ヘモグロビン", "血色素", "血色素量"))
hematocrit = analyte(
    "hematocrit", label="Hematocrit", unit="%", accepts=("L/L",), decimals=1, plausible=(8, 75), loinc=("4544-3", "20570-8"),
    jlac10="2A040", reference=(_jccls(35.1, 44.4, "female"), _jccls(40.7, 50.1, "male")),
    aliases=("hct", "haematocrit", "packed cell volume", "pcv", "ヘマトクリット", "ヘマトクリット値"))
wbc = analyte(
    "wbc", label="White blood cells", unit="10*9/L", printed_unit="10⁹/L", accepts=("/uL", "10*3/uL", "10*2/uL", "/L"),
    decimals=1, plausible=(0.05, 200), loinc=("6690-2", "26464-8"), omop=(3000905,), jlac10="2A010",
    reference=(_jccls(3.3, 8.6),),
    aliases=("leukocytes", "white cells", "白血球", "白血球数"))
lymphocytes = analyte(
    "lymphocytes", label="Lymphocytes", unit="10*9/L", printed_unit="10⁹/L",
    accepts=("/uL", "10*3/uL", "10*2/uL", "/L"), decimals=2, plausible=(0, 20), loinc=("731-0", "26474-7"),
    omop=(3004327, 3019198),
    aliases=("lym", "lymph", "リンパ球", "リンパ球数"))
neutrophils = analyte(
    "neutrophils", label="Neutrophils", unit="10*9/L", printed_unit="10⁹/L",
    accepts=("/uL", "10*3/uL", "10*2/uL", "/L"), decimals=2, plausible=(0, 90), loinc=("751-8",),
    aliases=("neut", "anc", "好中球", "好中球数"))
platelets = analyte(
    "platelets", label="Platelets", unit="10*9/L", printed_unit="10⁹/L", accepts=("10*3/uL", "10*4/uL", "/uL", "/L"),
    decimals=0, plausible=(1, 2500), loinc=("777-3",), omop=(3024929,), jlac10="2A050", reference=(_jccls(158, 348),),
    aliases=("plt", "platelet", "platelet count", "血小板", "血小板数"))
crp = analyte(
    "crp", label="C-reactive protein", unit="mg/dL", accepts=("mg/L",), decimals=2, plausible=(0, 70),
    loinc=("1988-5",), omop=(3020460,), jlac10="5C070", reference=(_jccls(0, 0.14),),
    aliases=("c reactive protein", "c反応性蛋白"))
alt = analyte(
    "alt", label="ALT", unit="U/L", decimals=0, plausible=(0, 20000), loinc=("1742-6",), jlac10="3B045",
    reference=(_jccls(7, 23, "female"), _jccls(10, 42, "male")),
    aliases=("gpt", "alt(gpt)", "alanine aminotransferase"))
ast = analyte(
    "ast", label="AST", unit="U/L", decimals=0, plausible=(0, 20000), loinc=("1920-8",), jlac10="3B035",
    reference=(_jccls(13, 30),), aliases=("got", "ast(got)", "aspartate aminotransferase"))

# --- immunology --------------------------------------------------------------------------------------------------
c3 = analyte(
    "c3", label="Serum C3 level", unit="mg/dL", accepts=("g/L", "mg/L"), decimals=0, plausible=(2, 400),
    loinc=("4485-9",), omop=(3000620,),
    reference=(_jccls(73, 138, verified=False), _himeji_era(79, 152), _alms(90, None), _bliss(90, None, verified=True)),
    aliases=("complement c3", "c3c", "補体c3"))
c4 = analyte(
    "c4", label="Serum C4 level", unit="mg/dL", accepts=("g/L", "mg/L"), decimals=0, plausible=(0.5, 150),
    loinc=("4498-2",), omop=(3017766,),
    reference=(_jccls(11, 31, verified=False), _alms(16, None, "one of its laboratories"),
        _alms(10, None, "another of its laboratories"), _bliss(16, None)),
    aliases=("complement c4", "補体c4"))
ch50 = analyte(
    "ch50", label="CH50", unit="U/mL", accepts=("kU/L",), decimals=0, plausible=(0, 200), loinc=("4532-8",), omop=(3028461,),
    reference=(_himeji_era(23, 46),), aliases=("total complement", "hemolytic complement", "補体価", "血清補体価"))
ds_dna = analyte(
    "ds_dna", label="Anti-double-stranded DNA antibody", unit="[IU]/mL", printed_unit="IU/mL",
    accepts=("k[IU]/L", "[IU]/L"), decimals=1, plausible=(0, 20000), loinc=("5130-0", "33800-4"), omop=(3047184,),
    reference=(_himeji_era(None, 12), _alms(None, 30, "high is above twice this limit"),
        _bliss(None, 30, "30 itself counts as high")),
    aliases=("anti-dsdna", "anti_dsdna", "anti-ds-dna", "dsdna", "ds-dna", "anti-dna", "anti-double-strand dna",
        "dsdna ab", "anti-dsdna ab", "anti-dsdna antibody", "anti dsdna antibody", "anti-ds-dna antibody",
        "抗dsdna抗体", "抗ds-dna抗体", "抗二本鎖dna抗体", "抗dna抗体", "ds-dna抗体"))
anti_c1q = analyte(
    "anti_c1q", label="Anti-C1q antibody", unit="U/mL", accepts=("kU/L",), decimals=1, plausible=(0, 5000),
    loinc=("44702-9",), omop=(3042951,), aliases=("anti-c1q", "c1q antibody", "抗c1q抗体"))

# --- metabolism --------------------------------------------------------------------------------------------------
ldl = analyte(
    "ldl", label="LDL cholesterol", unit="mg/dL", accepts=("mmol/L",), decimals=0, plausible=(5, 1000),
    loinc=("13457-7", "18262-6", "2089-1", "22748-8"), omop=(3028288, 3009966, 3028437, 3001308), jlac10="3F077",
    molar_mass=386.65, reference=(_jccls(65, 163),),
    aliases=("ldl-c", "ldl-cho", "ldlコレステロール"))
hdl = analyte(
    "hdl", label="HDL cholesterol", unit="mg/dL", accepts=("mmol/L",), decimals=0, plausible=(3, 250),
    loinc=("2085-9", "14646-4"), omop=(3007070,), jlac10="3F070", molar_mass=386.65,
    reference=(_jccls(48, 103, "female"), _jccls(40, 90, "male")), aliases=("hdl-c", "hdl-cho", "hdlコレステロール"))
total_cholesterol = analyte(
    "total_cholesterol", label="Total cholesterol", unit="mg/dL", accepts=("mmol/L",), decimals=0, plausible=(30, 1500),
    loinc=("2093-3", "14647-2"), omop=(3027114,), jlac10="3F050", molar_mass=386.65, reference=(_jccls(142, 248),),
    aliases=("tc", "t-cho", "tcho", "cholesterol", "総コレステロール"))
triglycerides = analyte(
    "triglycerides", label="Triglycerides", unit="mg/dL", accepts=("mmol/L",), decimals=0, plausible=(15, 15000),
    loinc=("2571-8", "14927-8"), omop=(3022192,), jlac10="3F015", molar_mass=885.7,
    reference=(_jccls(30, 117, "female"), _jccls(40, 234, "male")), aliases=("tg", "triglyceride", "中性脂肪"))
glucose = analyte(
    "glucose", label="Glucose", unit="mg/dL", accepts=("mmol/L",), decimals=0, plausible=(15, 2000),
    loinc=("2345-7", "14749-6"), omop=(3004501, 3013826), jlac10="3D010", molar_mass=180.156, reference=(_jccls(73, 109),),
    aliases=("glu", "bs", "blood glucose", "casual glucose", "random glucose", "血糖", "随時血糖"))
# A limit for the fasting says nothing of a sample after breakfast: two analytes, as 24-hour protein and the ratio are.
fasting_glucose = analyte(
    "fasting_glucose", label="Fasting glucose", unit="mg/dL", accepts=("mmol/L",), decimals=0, plausible=(15, 2000),
    loinc=("14771-0",), omop=(3018251,), molar_mass=180.156, reference=(_jccls(73, 109),),
    aliases=("fbs", "fpg", "fbg", "fasting blood glucose", "fasting plasma glucose", "空腹時血糖"))
hba1c = analyte(
    "hba1c", label="HbA1c (NGSP)", unit="%", accepts=("mmol/mol", "%{JDS}"), decimals=1, plausible=(2.5, 20),
    loinc=("4548-4", "59261-8"), omop=(3004410, 40762352), jlac10="3D045", reference=(_jccls(4.9, 6.0),),
    aliases=("a1c", "hemoglobin a1c", "hba1c(ngsp)", "ヘモグロビンa1c", "グリコヘモグロビン"))

# --- drug levels -------------------------------------------------------------------------------------------------
tacrolimus_trough = analyte(
    "tacrolimus_trough", label="Tacrolimus trough concentration", unit="ng/mL", accepts=("ug/L",), decimals=2,
    kind="level", plausible=(0, 150), loinc=("77348-1",),
    aliases=("tacrolimus c0", "tacrolimus trough", "tacrolimus level", "tac level", "tac trough", "fk level", "tac c0", "fk506 trough",
        "タクロリムストラフ", "タクロリムス血中濃度", "タクロリムストラフ値", "tacトラフ"))
# LOINC has no code for it
mizoribine_peak = analyte(
    "mizoribine_peak", label="Mizoribine peak concentration", unit="ug/mL", printed_unit="μg/mL",
    accepts=("mg/L", "ng/mL"), decimals=2, kind="level", plausible=(0, 30), source="kagawa_2012",
    aliases=("mzr peak", "mizoribine c3h", "mizoribine level",
        "ミゾリビン血中濃度", "ミゾリビンピーク", "ミゾリビン最高血中濃度"))
mycophenolic_acid = analyte(
    "mycophenolic_acid", label="Mycophenolic acid trough concentration", unit="ug/mL", printed_unit="μg/mL",
    accepts=("mg/L", "umol/L"), decimals=2, kind="level", plausible=(0, 150), loinc=("72667-9",),
    molar_mass=320.34, aliases=("mpa trough", "mpa c0", "mycophenolate level", "ミコフェノール酸血中濃度", "mpaトラフ"))

# --- vital signs and scores --------------------------------------------------------------------------------------
systolic = analyte(
    "systolic", label="Systolic blood pressure", unit="mm[Hg]", printed_unit="mmHg", accepts=("kPa",), decimals=0,
    kind="vital", plausible=(40, 320), loinc=("8480-6",), aliases=("sbp", "systolic bp", "収縮期血圧", "最高血圧"))
diastolic = analyte(
    "diastolic", label="Diastolic blood pressure", unit="mm[Hg]", printed_unit="mmHg", accepts=("kPa",), decimals=0,
    kind="vital", plausible=(10, 220), loinc=("8462-4",), aliases=("dbp", "diastolic bp", "拡張期血圧", "最低血圧"))
temperature = analyte(
    "temperature", label="Body temperature", unit="Cel", printed_unit="°C", accepts=("[degF]",), decimals=1,
    kind="vital", plausible=(28, 44), loinc=("8310-5",), aliases=("bt", "body temp", "temp", "体温"))
pga = analyte(
    "pga", label="Physician global assessment (0–3)", unit="{score}", printed_unit="", decimals=1, kind="score",
    plausible=(0, 3), source="vanvollenhoven_2021", aliases=("phga", "physician global", "医師全般評価"))
sledai = analyte(
    "sledai", label="SLEDAI score", unit="{score}", printed_unit="", decimals=0, kind="score", plausible=(0, 105),
    source="bombardier_1992", aliases=("sledai total", "sledai-2k", "sledai score", "sledaiスコア", "sledai合計"))
active_joints = analyte(
    "active_joints", label="Active joints, painful with signs of inflammation", unit="{score}", printed_unit="",
    decimals=0, kind="score", plausible=(0, 68), source="gladman_2002",
    aliases=("active joint count", "ajc", "tender and swollen joints", "活動関節数"))
bilag_new_a = analyte(
    "bilag_new_a", label="BILAG domains that are A and were not at baseline", unit="{score}", printed_unit="",
    decimals=0, kind="score", plausible=(0, 9), source="furie_2009", aliases=("new bilag a", "bilag new a"))
bilag_new_b = analyte(
    "bilag_new_b", label="BILAG domains that are B and were neither A nor B at baseline", unit="{score}",
    printed_unit="", decimals=0, kind="score", plausible=(0, 9), source="furie_2009",
    aliases=("new bilag b", "bilag new b"))

# --- the 24 items of SLEDAI, in its order: 1 present, 0 absent -----------------------------------------------------
def _item(word: str, label: str, japanese: str, *aliases: str) -> Word:
    name = f"sledai_{word}"
    return analyte(
        name,
        label=f"SLEDAI: {label}",
        unit="{score}",
        printed_unit="",
        decimals=0,
        kind="item",
        plausible=(0, 1),
        source="bombardier_1992",
        aliases=(f"sledai {label}", f"sledai {japanese}", *aliases),
    )


sledai_seizure = _item("seizure", "seizure", "痙攣", "seizure")
sledai_psychosis = _item("psychosis", "psychosis", "精神症状", "psychosis")
sledai_organic_brain_syndrome = _item(
    "organic_brain_syndrome", "organic brain syndrome", "器質性脳症候群", "organic_brain_syndrome")
sledai_visual_disturbance = _item("visual_disturbance", "visual disturbance", "視力障害", "visual_disturbance")
sledai_cranial_nerve = _item("cranial_nerve", "cranial nerve disorder", "脳神経障害", "cranial_nerve")
sledai_lupus_headache = _item("lupus_headache", "lupus headache", "ループス頭痛", "lupus_headache")
sledai_cva = _item("cva", "cerebrovascular accident", "脳血管障害", "cva")
sledai_vasculitis = _item("vasculitis", "vasculitis", "血管炎", "vasculitis")
sledai_arthritis = _item("arthritis", "arthritis", "関節炎", "arthritis")
sledai_myositis = _item("myositis", "myositis", "筋炎", "myositis")
sledai_urinary_casts = _item("urinary_casts", "urinary casts", "尿円柱", "urinary_casts")
sledai_hematuria = _item("hematuria", "hematuria", "血尿", "hematuria", "haematuria")
sledai_proteinuria = _item("proteinuria", "proteinuria", "蛋白尿")
sledai_pyuria = _item("pyuria", "pyuria", "膿尿", "pyuria")
sledai_rash = _item("rash", "rash", "皮疹", "rash")
sledai_alopecia = _item("alopecia", "alopecia", "脱毛", "alopecia")
sledai_mucosal_ulcers = _item("mucosal_ulcers", "mucosal ulcers", "粘膜潰瘍", "mucosal_ulcers")
sledai_pleurisy = _item("pleurisy", "pleurisy", "胸膜炎", "pleurisy")
sledai_pericarditis = _item("pericarditis", "pericarditis", "心膜炎", "pericarditis")
sledai_low_complement = _item("low_complement", "low complement", "低補体", "low_complement")
sledai_dna_binding = _item("dna_binding", "increased DNA binding", "抗dna抗体", "dna_binding", "sledai_anti_dsdna")
sledai_fever = _item("fever", "fever", "発熱", "fever")
sledai_thrombocytopenia = _item("thrombocytopenia", "thrombocytopenia", "血小板減少", "thrombocytopenia")
sledai_leukopenia = _item("leukopenia", "leukopenia", "白血球減少", "leukopenia")

# --- other clinical signs, for the rules that ask for them: 1 present, 0 absent ----------------------------------
def _sign(name: str, label: str, *aliases: str, source: str) -> Word:
    return analyte(
        name,
        label=label,
        unit="{score}",
        printed_unit="",
        decimals=0,
        kind="sign",
        plausible=(0, 1),
        source=source,
        aliases=(name.replace("_", " "), *aliases),
    )


hemolytic_anemia = _sign(
    "hemolytic_anemia", "Hemolytic anemia due to lupus", "haemolytic anaemia", "溶血性貧血",
    source="petri_1999")
active_sediment = _sign(
    "active_sediment", "Active (nephritic) urinary sediment", "active urinary sediment", "nephritic sediment",
    "活動性尿沈渣", source="moroni_2022")
urinary_infection = _sign(
    "urinary_infection", "Urinary tract infection", "uti", "urinary tract infection", "尿路感染症", source="kdigo_2012")
# what the SELENA flare index asks for beside laboratory results; "worse" is new or worse since the visit before
worse_skin = _sign(
    "worse_skin", "New or worse discoid/photosensitive/deep/bullous lupus or cutaneous vasculitis",
    source="buyon_2005")
worse_mucosal_ulcers = _sign("worse_mucosal_ulcers", "New or worse nasopharyngeal ulcers", source="buyon_2005")
worse_pleuritis = _sign("worse_pleuritis", "New or worse pleuritis", source="buyon_2005")
worse_pericarditis = _sign("worse_pericarditis", "New or worse pericarditis", source="buyon_2005")
worse_arthritis = _sign("worse_arthritis", "New or worse arthritis", source="buyon_2005")
worse_fever = _sign("worse_fever", "New or worse fever due to lupus", source="buyon_2005")
worse_cns = _sign("worse_cns", "New or worse lupus of the central nervous system", source="buyon_2005")
worse_vasculitis = _sign("worse_vasculitis", "New or worse systemic vasculitis", source="buyon_2005")
worse_nephritis = _sign("worse_nephritis", "New or worse nephritis", source="buyon_2005")
worse_myositis = _sign("worse_myositis", "New or worse myositis", source="buyon_2005")
new_nsaid_or_antimalarial = _sign(
    "new_nsaid_or_antimalarial", "NSAID or hydroxychloroquine added for lupus activity", source="buyon_2005")
new_immunosuppressant = _sign(
    "new_immunosuppressant", "Cyclophosphamide/azathioprine/methotrexate/mycophenolate newly given for lupus activity",
    source="buyon_2005")
hospital_for_lupus = _sign("hospital_for_lupus", "Hospital stay for lupus activity", source="buyon_2005")
gastrointestinal_activity = _sign(
    "gastrointestinal_activity", "Gastrointestinal activity of lupus", "gi activity", "gastrointestinal lupus",
    "lupus enteritis", "ループス腸炎", source="franklyn_2016")
# fmt: on

SLEDAI_ITEMS = tuple(name for name, term in ANALYTES.items() if term.kind == "item")
"""Names of the 24 items, in the order of the index."""
