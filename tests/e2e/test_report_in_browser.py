"""Open the report in a real browser, as its reader does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from remission import read
from remission.report import report

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver, which .ci/run installs"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # selenium leaves sockets to its driver for the collector
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    folder = tmp_path_factory.mktemp("report")
    report(read("himeji"), folder)
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--window-size=1280,1000", f"--user-data-dir={folder / 'profile'}"):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    driver.get((folder / "report.html").as_uri())
    yield driver
    driver.quit()


def _number(browser: object, text: str) -> object:
    buttons = browser.find_elements("css selector", "button.from")  # type: ignore[attr-defined]
    return next(button for button in buttons if button.text.startswith(text))


def test_the_page_says_first_that_these_are_not_patients(browser):
    text = browser.find_element("css selector", "body").text
    assert text.lower().index("reconstructed") < text.index("Table 1")


def test_a_click_on_a_number_shows_its_test_definition_and_source(browser):
    button = _number(browser, "0.09 (0.1)")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", button)
    button.click()
    dialog = browser.find_element("id", "provenance-dialog")
    assert dialog.is_displayed()
    assert "Wilcoxon signed-rank test, exact" in dialog.text
    assert "0.00781" in dialog.text
    assert "24-hour urine protein" in dialog.text
    browser.find_element("css selector", "#provenance-dialog button.close").click()
    assert not dialog.is_displayed()


def test_a_click_on_a_number_in_a_sentence_shows_its_definition(browser):
    (sentence,) = [p for p in browser.find_elements("css selector", "p.prose") if p.text.startswith("At month 6:")]
    buttons = sentence.find_elements("css selector", "button.from")
    assert [button.text for button in buttons][:3] == ["7 of 8", "87.5 %", "47.3–99.7 %"]
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", buttons[0])
    buttons[0].click()
    dialog = browser.find_element("id", "provenance-dialog")
    assert "number of patients" in dialog.text
    assert "within the normal limit or no more than 15 %" in dialog.text
    dialog.find_element("css selector", "button.close").click()


def test_a_number_made_by_a_definition_shows_its_readings(browser):
    browser.execute_script("arguments[0].click()", _number(browser, "89.5 (50.8)"))
    dialog = browser.find_element("id", "provenance-dialog")
    assert "Matsuo" in dialog.text
    assert "178 (female, 32 years, 0.33 mg/dL)" in dialog.text
    dialog.find_element("css selector", "button.close").click()


def test_numbers_are_reached_and_opened_by_keyboard(browser):
    from selenium.webdriver.common.keys import Keys

    _number(browser, "41.3 (16.4)").send_keys(Keys.ENTER)
    dialog = browser.find_element("id", "provenance-dialog")
    assert dialog.is_displayed()
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not dialog.is_displayed()


def test_the_page_asks_the_network_for_nothing_and_complains_of_nothing(browser):
    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in loaded if not name.startswith("data:")] == []
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_the_page_fits_a_telephone_without_sideways_scrolling(browser):
    browser.set_window_size(500, 900)
    inner, outer = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    browser.set_window_size(1280, 1000)
    assert inner <= outer


def test_every_figure_has_words_for_those_who_cannot_see_it(browser):
    figures = browser.find_elements("css selector", "figure svg")
    assert len(figures) == 3  # remission rates, courses, responses side by side
    assert all(len(svg.accessible_name) > 40 for svg in figures)
