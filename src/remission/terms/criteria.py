"""Name what classification criteria and pathologists ask: facts that hold once they have ever been seen.

Whether a patient ever had a malar rash is a trait, and not the rash of today, which is an item of an activity index. Each
row means one thing exactly; where two sets of criteria ask for different things there are two rows. `yes` counts only
where lupus is the likelier cause: whoever fills a row in decides that.

Below the rows stand the few conditions that follow from one another: who had red-cell casts had cellular casts.
"""

from __future__ import annotations

from remission.terms.analytes import inside_a_sentence
from remission.terms.trait import Trait, add_trait
from remission.terms.words import Condition, Word, implied_by, ruled_out_without

CRITERIA: dict[str, Trait] = {}


def _ever(word: str, label: str, *aliases: str) -> Condition:
    name, label = f"ever_{word}", f"{label}, ever"
    quantity = add_trait(
        CRITERIA, name, label=label, kind="yes/no", aliases=aliases, group="criteria", words=inside_a_sentence(label)
    )
    return quantity.holds()


# fmt: off
# One row a fact, wrapped by hand: a formatter would make a line of every alias.

# --- whole body, skin and mucosa -----------------------------------------------------------------------------------
fever = _ever("fever", "Fever above 38.3 °C", "history of fever", "fever criterion", "発熱の既往")
malar_rash = _ever("malar_rash", "Malar rash", "malar rash", "butterfly rash", "頬部紅斑", "蝶形紅斑")
maculopapular_rash = _ever(
    "maculopapular_rash", "Generalized maculopapular lupus rash", "maculopapular rash", "斑状丘疹性紅斑", "斑丘疹性ループス疹")
photosensitivity = _ever(
    "photosensitivity", "Photosensitivity: rash after sunlight, told or seen", "photosensitivity", "光線過敏", "光線過敏症",
    "日光過敏")
photosensitive_rash = _ever(
    "photosensitive_rash", "Photosensitive lupus rash without dermatomyositis", "photosensitive lupus rash",
    "光線過敏性ループス疹")
bullous_lupus = _ever(
    "bullous_lupus", "Bullous lupus or its toxic epidermal necrolysis variant", "bullous lupus", "水疱性ループス", "水疱性エリテマトーデス")
subacute_cutaneous_lupus = _ever(
    "subacute_cutaneous_lupus", "Subacute cutaneous lupus", "subacute cutaneous lupus", "scle", "亜急性皮膚ループス",
    "亜急性皮膚エリテマトーデス")
discoid_rash = _ever("discoid_rash", "Discoid rash", "discoid rash", "discoid lupus", "dle", "円板状皮疹", "円板状紅斑")
other_chronic_cutaneous_lupus = _ever(
    "other_chronic_cutaneous_lupus",
    "Other chronic cutaneous lupus (hypertrophic, panniculitis, mucosal, tumidus, chilblain, lichen planus overlap)",
    "other chronic cutaneous lupus", "その他の慢性皮膚ループス")
oral_ulcers = _ever("oral_ulcers", "Oral ulcers", "oral ulcers", "oral ulcer", "mouth ulcers", "口腔内潰瘍", "口腔潰瘍")
nasal_ulcers = _ever(
    "nasal_ulcers", "Nasal or nasopharyngeal ulcers", "nasal ulcers", "nasopharyngeal ulcers", "鼻潰瘍", "鼻咽頭潰瘍")
alopecia = _ever("alopecia", "Non-scarring alopecia", "non-scarring alopecia", "nonscarring alopecia", "非瘢痕性脱毛")

# --- joints and serosa ---------------------------------------------------------------------------------------------
nonerosive_arthritis = _ever(
    "nonerosive_arthritis", "Non-erosive arthritis of ≥ 2 peripheral joints", "non-erosive arthritis", "非びらん性関節炎")
joint_involvement = _ever(
    "joint_involvement", "Synovitis of ≥ 2 joints, or tenderness of ≥ 2 joints with ≥ 30 min of morning stiffness",
    "joint involvement", "synovitis", "滑膜炎")
_serositis = _ever(
    "serositis", "Serositis (ACR): pleuritis by history, rub or effusion, or pericarditis by ECG, rub or effusion",
    "serositis", "acr serositis", "漿膜炎")
_serositis_slicc = _ever(
    "serositis_slicc", "Serositis (SLICC): pleurisy or pericardial pain > 1 day, effusion, rub or ECG", "slicc serositis",
    "漿膜炎 slicc")
_serous_effusion = _ever(
    "serous_effusion", "Pleural or pericardial effusion on imaging", "pleural or pericardial effusion", "serous effusion",
    "胸水または心嚢液", "胸水・心嚢液")
_acute_pericarditis = _ever(
    "acute_pericarditis", "Acute pericarditis (≥ 2 of pain, rub, ECG, effusion)", "acute pericarditis", "急性心膜炎")

# --- kidney ----------------------------------------------------------------------------------------------------------
persistent_proteinuria = _ever(
    "persistent_proteinuria", "Persistent proteinuria > 0.5 g/day, or more than 3+", "persistent proteinuria", "持続性蛋白尿")
_proteinuria_half = _ever(
    "proteinuria_half", "Proteinuria ≥ 0.5 g/day, by 24-hour urine or ratio", "proteinuria 500 mg", "蛋白尿 0.5g以上")
_proteinuria_over_half = _ever(
    "proteinuria_over_half", "Proteinuria > 0.5 g/day, by 24-hour urine or ratio", "proteinuria over 500 mg", "蛋白尿 0.5g超")
_cellular_casts = _ever("cellular_casts", "Cellular casts in the urine", "cellular casts", "細胞性円柱")
_red_cell_casts = _ever("red_cell_casts", "Red-cell casts in the urine", "red cell casts ever", "赤血球円柱の既往")
nephritis_in_biopsy = _ever(
    "nephritis_in_biopsy", "Lupus nephritis in a kidney biopsy", "biopsy-proven lupus nephritis", "biopsy proven nephritis",
    "生検で証明されたループス腎炎", "腎生検ループス腎炎")

# --- nervous system --------------------------------------------------------------------------------------------------
seizure = _ever("seizure", "Seizure", "history of seizure", "痙攣の既往")
psychosis = _ever("psychosis", "Psychosis", "history of psychosis", "精神病の既往")
delirium = _ever("delirium", "Delirium (acute confusional state)", "delirium", "acute confusional state", "せん妄", "急性錯乱状態")
neuropathy_or_myelitis = _ever(
    "neuropathy_or_myelitis", "Mononeuritis multiplex, myelitis, peripheral or cranial neuropathy",
    "neuropathy or myelitis", "神経障害または脊髄炎", "多発単神経炎・脊髄炎・末梢神経障害・脳神経障害")

# --- blood -----------------------------------------------------------------------------------------------------------
hemolytic_anemia = _ever(
    "hemolytic_anemia", "Hemolytic anemia with reticulocytosis", "history of hemolytic anemia", "溶血性貧血の既往")
autoimmune_hemolysis = _ever(
    "autoimmune_hemolysis", "Autoimmune hemolysis with a positive Coombs test", "autoimmune hemolysis",
    "autoimmune haemolysis", "自己免疫性溶血")
_leukopenia_once = _ever("leukopenia", "White cells < 4.0 × 10⁹/L", "history of leukopenia", "白血球減少の既往", "白血球4000未満")
_leukopenia_twice = _ever(
    "leukopenia_twice", "White cells < 4.0 × 10⁹/L on ≥ 2 occasions", "leukopenia twice", "白血球減少2回以上")
lymphopenia = _ever("lymphopenia", "Lymphocytes < 1.0 × 10⁹/L", "history of lymphopenia", "リンパ球減少の既往", "リンパ球1000未満")
lymphopenia_twice = _ever(
    "lymphopenia_twice", "Lymphocytes < 1.5 × 10⁹/L on ≥ 2 occasions", "lymphopenia twice", "リンパ球減少2回以上")
thrombocytopenia = _ever(
    "thrombocytopenia", "Platelets < 100 × 10⁹/L", "history of thrombocytopenia", "血小板減少の既往", "血小板10万未満")

# --- antibodies and complement -----------------------------------------------------------------------------------------
ana = _ever("ana", "Antinuclear antibodies above the laboratory's limit", "ana", "ana positive", "抗核抗体", "抗核抗体陽性")
ana_80 = _ever("ana_80", "Antinuclear antibodies ≥ 1:80", "ana 1:80", "ana ≥ 1:80", "抗核抗体80倍以上")
_ds_dna_positive = _ever(
    "ds_dna", "Anti-dsDNA antibodies positive", "anti-dsdna positive", "dsdna positive", "抗dsdna抗体陽性")
_ds_dna_twofold = _ever(
    "ds_dna_twofold", "Anti-dsDNA antibodies above the limit, more than twice the limit by ELISA", "anti-dsdna slicc",
    "抗dsdna抗体 elisa 2倍以上")
anti_sm = _ever("anti_sm", "Anti-Sm antibodies", "anti-sm", "anti-smith", "sm antibody", "抗sm抗体")
lupus_anticoagulant = _ever(
    "lupus_anticoagulant", "Lupus anticoagulant", "lupus anticoagulant", "lac", "ループスアンチコアグラント")
anticardiolipin = _ever(
    "anticardiolipin", "Anticardiolipin IgG or IgM abnormal", "anticardiolipin", "acl", "抗カルジオリピン抗体")
anticardiolipin_medium = _ever(
    "anticardiolipin_medium", "Anticardiolipin IgA, IgG or IgM at medium or high titer", "anticardiolipin medium or high",
    "抗カルジオリピン抗体 中等度以上")
anti_b2gp1 = _ever(
    "anti_b2gp1", "Anti-β2-glycoprotein I IgA, IgG or IgM", "anti-b2gp1", "anti-b2gpi", "anti-β2gpi", "抗β2gpi抗体",
    "抗β2グリコプロテインi抗体")
false_syphilis_test = _ever(
    "false_syphilis_test", "False-positive syphilis test", "false positive sts", "bfp", "梅毒反応偽陽性", "梅毒血清反応偽陽性")
low_c3 = _ever("low_c3", "C3 below the limit", "low c3", "c3低下")
low_c4 = _ever("low_c4", "C4 below the limit", "low c4", "c4低下")
low_ch50 = _ever("low_ch50", "CH50 below the limit", "low ch50", "ch50低下")
coombs = _ever("coombs", "Direct Coombs test positive", "direct coombs", "coombs positive", "直接クームス", "直接クームス試験陽性")


# --- lesions of the modified NIH indices, each 0 to 3, and totals that the pathologist gives without them ----------------
def _score(word: str, label: str, *aliases: str, greatest: int = 3) -> Word:
    return add_trait(
        CRITERIA,
        f"nih_{word}",
        label=label,
        kind="number",
        plausible=(0, greatest),
        aliases=aliases,
        group="biopsy",
        words=inside_a_sentence(label),
    )


nih_endocapillary = _score(
    "endocapillary_hypercellularity", "Endocapillary hypercellularity (0–3)", "endocapillary hypercellularity", "管内細胞増多",
    "管内細胞増多スコア")
nih_neutrophils = _score(
    "neutrophils_karyorrhexis", "Neutrophils or karyorrhexis (0–3)", "neutrophils/karyorrhexis", "karyorrhexis",
    "好中球浸潤・核崩壊")
nih_necrosis = _score("fibrinoid_necrosis", "Fibrinoid necrosis (0–3)", "fibrinoid necrosis", "フィブリノイド壊死")
nih_hyaline = _score(
    "hyaline_deposits", "Hyaline deposits: wire loops or thrombi (0–3)", "hyaline deposits", "wire loops", "硝子様沈着",
    "ワイヤーループ病変")
nih_cellular_crescents = _score(
    "cellular_crescents", "Cellular or fibrocellular crescents (0–3)", "cellular crescents",
    "cellular/fibrocellular crescents", "細胞性・線維細胞性半月体", "細胞性半月体")
nih_inflammation = _score(
    "interstitial_inflammation", "Interstitial inflammation (0–3)", "interstitial inflammation", "間質炎症", "間質炎")
nih_glomerulosclerosis = _score(
    "glomerulosclerosis", "Glomerulosclerosis, global and segmental (0–3)", "glomerulosclerosis",
    "total glomerulosclerosis", "糸球体硬化")
nih_fibrous_crescents = _score("fibrous_crescents", "Fibrous crescents (0–3)", "fibrous crescents", "線維性半月体")
nih_tubular_atrophy = _score("tubular_atrophy", "Tubular atrophy (0–3)", "tubular atrophy", "尿細管萎縮")
nih_interstitial_fibrosis = _score(
    "interstitial_fibrosis", "Interstitial fibrosis (0–3)", "interstitial fibrosis", "間質線維化")
nih_activity_total = _score(
    "activity_total", "NIH activity index as reported (0–24)", "activity index", "nih activity index", "nih ai",
    "活動性指数", "活動性指標", greatest=24)
nih_chronicity_total = _score(
    "chronicity_total", "NIH chronicity index as reported (0–12)", "chronicity index", "nih chronicity index", "nih ci",
    "慢性指数", "慢性化指数", greatest=12)
# fmt: on

# --- what follows from what ----------------------------------------------------------------------------------------
leukopenia = implied_by(_leukopenia_once, _leukopenia_twice)
leukopenia_twice = ruled_out_without(_leukopenia_twice, _leukopenia_once)
ds_dna_positive = implied_by(_ds_dna_positive, _ds_dna_twofold)
ds_dna_twofold = ruled_out_without(_ds_dna_twofold, _ds_dna_positive)
cellular_casts = implied_by(_cellular_casts, _red_cell_casts)
red_cell_casts = ruled_out_without(_red_cell_casts, _cellular_casts)
proteinuria_half = implied_by(_proteinuria_half, _proteinuria_over_half)
proteinuria_over_half = ruled_out_without(_proteinuria_over_half, _proteinuria_half)
serositis = implied_by(_serositis, _serous_effusion, _acute_pericarditis)
serositis_slicc = implied_by(_serositis_slicc, _serous_effusion, _acute_pericarditis)
serous_effusion = ruled_out_without(_serous_effusion, _serositis & _serositis_slicc)
acute_pericarditis = ruled_out_without(_acute_pericarditis, _serositis & _serositis_slicc)

FACTS = tuple(name for name, trait in CRITERIA.items() if trait.group == "criteria")
"""Names of the facts that are yes or no, without the lesions of the biopsy."""
