"""Say what stands on a dosing card, in English and in Japanese, in words that a patient uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from remission.errors import UnknownName
from remission.terms.analytes import ANALYTES
from remission.terms.drugs import DRUGS

Language = Literal["en", "ja"]
_KANA: Final = re.compile("[ァ-ヶ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Hold every word of a card in one language; names in braces are filled in."""

    language: Language
    title: str
    name: str
    day_1: str
    take: str
    when: str
    week: str
    weeks: str
    days: str
    one_day: str
    day_0: str
    nothing: str
    ask_first: str
    daily: str
    once: str
    times: str
    each: str
    weekly: str
    tick: str
    weekday: str
    weekdays: tuple[str, ...]
    legend: str
    come: str
    when_to_come: str
    infusion: str
    injection: str
    level: str
    visit: str
    tests: Mapping[str, str]
    also: str
    purpose: str
    after: str
    hours: str
    at_time: str
    rules_title: str
    rules: tuple[str, ...]
    ask: str
    checked: str
    date: str
    incomplete: str
    missing: str
    not_made: str
    unverified: str
    source: str
    proposal: str
    months: tuple[str, ...]
    joint: str


ENGLISH: Final = Words(
    language="en",
    title="My medicines",
    name="Name",
    day_1="First day of treatment",
    take="What to take",
    when="Dates",
    week="week {first}",
    weeks="weeks {first}–{last}",
    days="days {first} to {last}",
    one_day="day {first}",
    day_0="Day 0 is the first day of treatment: write its date above.",
    nothing="none",
    ask_first="ask your doctor",
    daily="{mg} mg a day",
    once="once a day",
    times="{n} times a day",
    each="each time",
    weekly="only on {n} days a week",
    tick="Tick the {n} days on which you take {drug}",
    weekday="You take {drug} only on",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    legend="“3 × 5 mg” means three tablets or capsules of 5 mg each, taken together.",
    come="When to come",
    when_to_come="Date",
    infusion="{drug} {mg} mg as an infusion",
    injection="{drug} {mg} mg as an injection",
    level="blood for the {drug} level",
    visit="check-up",
    tests={
        "urine_24h": "bring urine collected over 24 hours",
        "urine": "urine test",
        "blood": "blood test",
        "pressure": "blood pressure",
        "examination": "check-up",
    },
    also="or any day {first} to {last}",
    purpose="What for",
    after="How long after the medicine",
    hours="{hours} hours after your last dose of {drug}",
    at_time="I took it at",
    rules_title="Please remember",
    rules=(
        "Take what stands beside today's date. Do not stop or change a medicine by yourself.",
        "Your doctor may change this plan after a test. Ask for a new card then, and throw this one away.",
        "If you forgot a dose, feel unwell, or cannot come on a date: ask.",
    ),
    ask="Whom to ask",
    checked="Checked by a doctor or pharmacist",
    date="Date",
    incomplete="Not complete. Do not use this card before a doctor has answered:",
    missing="{drug}: {says}",
    not_made="ask your pharmacist",
    unverified="Some numbers of this plan have not been compared with their source: {name} is not verified.",
    source="Source",
    proposal="Made by a program ({program}) from a published treatment plan. It is a proposal: a clinician decides.",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    joint=", ",
)

JAPANESE: Final = Words(
    language="ja",
    title="おくすり予定表",
    name="お名前",
    day_1="治療開始日",
    take="のむ薬",
    when="期間",
    week="第{first}週",
    weeks="第{first}〜{last}週",
    days="{first}〜{last}日目",
    one_day="{first}日目",
    day_0="治療開始日を0日目と数えます。上に日付を書いてください。",
    nothing="なし",
    ask_first="医師に確認",
    daily="1日{mg} mg",
    once="1日1回",
    times="1日{n}回",
    each="1回に",
    weekly="週{n}日だけ",
    tick="{drug}をのむ曜日を{n}つ選んで印をつけてください",
    weekday="{drug}をのむ曜日",
    weekdays=("月", "火", "水", "木", "金", "土", "日"),
    legend="「3 × 5 mg」は、5 mgの錠剤またはカプセルを3個、一度にのむという意味です。",
    come="来院の予定",
    when_to_come="日付",
    infusion="{drug} {mg} mgの点滴",
    injection="{drug} {mg} mgの注射",
    level="{drug}の血中濃度の採血",
    visit="診察",
    tests={
        "urine_24h": "24時間ためた尿を持参",
        "urine": "尿検査",
        "blood": "血液検査",
        "pressure": "血圧測定",
        "examination": "診察",
    },
    also="または{first}〜{last}",
    purpose="内容",
    after="薬をのんでからの時間",
    hours="最後に{drug}をのんでから{hours}時間後",
    at_time="のんだ時刻",
    rules_title="お願い",
    rules=(
        "今日の日付の欄にある量をのんでください。ご自分の判断で中止したり、量を変えたりしないでください。",
        "検査の結果により、医師が予定を変えることがあります。そのときは新しい予定表を受け取り、この紙は捨ててください。",
        "のみ忘れたとき、体調が悪いとき、予定の日に来られないときは、下の相談先にご相談ください。",
    ),
    ask="相談先",
    checked="確認した医師・薬剤師",
    date="日付",
    incomplete="未完成です。次の点を医師が確認するまで使わないでください。",
    missing="{drug}:量を決めるための情報が足りません({says})",
    not_made="薬剤師にお尋ねください",
    unverified="この予定には、出典とまだ照合していない数値があります({name})。",
    source="出典",
    proposal="この予定表は、公表された治療法からプログラム({program})が作成した案です。最終的な判断は医師が行います。",
    months=tuple(f"{month}月" for month in range(1, 13)),
    joint="、",
)

LANGUAGES: Final[Mapping[str, Words]] = {"en": ENGLISH, "ja": JAPANESE}


def words_of(language: str) -> Words:
    """Give the words of a language.

    Raises:
        UnknownName: Cards are not written in it.
    """
    if language not in LANGUAGES:
        raise UnknownName.among("language of cards", language, LANGUAGES)
    return LANGUAGES[language]


def drug_name(drug: str, words: Words) -> str:
    """Name a drug as its package does.

    Example:
        >>> drug_name("tacrolimus", ENGLISH), drug_name("tacrolimus", JAPANESE)
        ('tacrolimus', 'タクロリムス')
    """
    one = DRUGS[drug]
    if words.language == "ja":
        return next((alias for alias in one.aliases if _KANA.match(alias)), one.label)
    return one.label.lower()


def examined_by(analyte: str) -> str:
    """Tell what a patient has to do for an analyte: give blood or urine, be examined."""
    one = ANALYTES[analyte]
    if analyte == "proteinuria":
        return "urine_24h"
    if analyte in ("systolic", "diastolic"):
        return "pressure"
    if one.kind != "lab":
        return "examination"
    return "urine" if analyte.startswith(("upcr", "uacr", "urine")) else "blood"


def date_of(date: Any, words: Words, *, year: int | None = None, weekday: bool = True) -> str:
    """Say a date with its day of the week, and with its year where that is not known already.

    Example:
        >>> import polars as pl
        >>> day = pl.Series(["2026-01-05"]).str.to_date().item()
        >>> date_of(day, ENGLISH), date_of(day, JAPANESE)
        ('Mon 5 Jan 2026', '2026年1月5日(月)')
        >>> date_of(day, ENGLISH, year=2026), date_of(day, JAPANESE, year=2026, weekday=False)
        ('Mon 5 Jan', '1月5日')
    """
    named, month = words.weekdays[date.weekday()], words.months[date.month - 1]
    if words.language == "ja":
        return (
            ("" if date.year == year else f"{date.year}年") + f"{month}{date.day}日" + (f"({named})" if weekday else "")
        )
    return (f"{named} " if weekday else "") + f"{date.day} {month}" + ("" if date.year == year else f" {date.year}")
