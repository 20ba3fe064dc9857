import bibtexparser
import pytest

from remission.errors import UnknownName
from remission.terms.sources import Source, bibliography, bibtex, cite, known_keys


def test_the_founding_paper_is_cited_as_journals_print_it():
    assert cite("kagawa_2012") == (
        "Kagawa H, et al. Mizoribine, tacrolimus and corticosteroids combination therapy successfully induces "
        "remission in patients with lupus nephritis. Clin Exp Nephrol. 2012;16:760–766."
    )


def test_the_place_in_the_text_follows_the_reference():
    assert cite(Source("student_1908", at="Section V")) == (
        "Student. The probable error of a mean. Biometrika. 1908;6(1):1–25. (Section V)"
    )


def test_two_authors_are_both_named():
    assert cite("clopper_1934").startswith("Clopper CJ, Pearson ES. The use of")


def test_a_body_is_an_author_too():
    assert cite("who_atc").startswith("WHO Collaborating Centre for Drug Statistics Methodology. ATC/DDD index.")


def test_a_publication_that_is_not_in_the_bibliography_brings_its_own_reference():
    source = Source("ward_2026", reference="Ward protocol, version 3.", at="page 2")
    assert cite(source) == "Ward protocol, version 3. (page 2)"


def test_a_bibliography_names_each_publication_once_in_the_order_of_use():
    listed = bibliography(["wilcoxon_1945", "holm_1979", "wilcoxon_1945"])
    assert [line.split()[0] for line in listed] == ["Wilcoxon", "Holm"]


def test_the_bibtex_of_some_keys_is_read_back_as_those_entries():
    text = bibtex(["matsuo_2009", "loinc", "matsuo_2009"])
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["matsuo_2009", "loinc"]
    assert library.entries_dict["matsuo_2009"].fields_dict["doi"].value == "10.1053/j.ajkd.2008.12.034"


def test_a_misspelt_key_names_the_nearest():
    for asked in (lambda: cite("kagawa_212"), lambda: bibliography(["kagawa_212"]), lambda: bibtex(["kagawa_212"])):
        with pytest.raises(UnknownName, match=r"no source called 'kagawa_212'. The nearest name is 'kagawa_2012'"):
            asked()


def test_every_entry_is_read_and_has_an_author_and_a_title():
    assert len(known_keys()) == len(set(known_keys())) > 15
    for key in known_keys():
        assert cite(key).endswith(".") or "http" in cite(key).split()[-1]
        assert not any(sign in cite(key) for sign in "{}\\")
        assert bibtex([key]).count("title") >= 1
        assert "author" in bibtex([key])


def test_the_reconstruction_says_that_it_is_not_patients():
    assert "not patient observations" in cite("remission_himeji")
