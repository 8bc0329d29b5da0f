"""Macros: what each gives, and that a hostile text ends."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cards import CharacterCard
from app.domain.chat import Author, Said
from app.domain.macros import LONGEST, MacroContext, expand, hidden_keys

NOW = datetime(2024, 5, 7, 15, 4, 9, tzinfo=UTC)
CARD = CharacterCard(
    name="Seraphina",
    description="{{char}} guards {{user}}.",
    personality="kind",
    scenario="A glade.",
    first_mes="Hello.",
    alternate_greetings=("Wake up.",),
    system_prompt="Be {{personality}}.",
    post_history_instructions="Short!",
    mes_example="<START>",
    character_version="1.0",
    creator_notes="{{notes}}",
)
SAID = (
    Said(Author.USER, "Ann", "Where?", created_at=NOW - timedelta(hours=3)),
    Said(Author.CHARACTER, "Seraphina", "Here, {{user}}."),
    Said(Author.NARRATOR, "", "hidden", hidden=True),
)
CONTEXT = MacroContext(
    char="Sera", user="Ann", persona="{{user}}, a smith", card=CARD, said=SAID, last_id=7,
    swipe=1, swipes=3, first_read=2, input="typed", summary="so far", note="Note {{char}}",
    model="rwkv", original="Theirs, {{char}}", outlets={"inn": "An inn."}, now=NOW, seed=5,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{char}} {{USER}} {{ Char }}", "Sera Ann Sera"),
        ("<USER> <bot> <Char> <GROUP> <other>", "Ann Sera Sera Sera <other>"),
        ("{{group}} {{charIfNotGroup}} {{notChar}}", "Sera Sera Ann"),
        ("{{persona}} {{authorsNote}} {{original}}", "Ann, a smith Note Sera Theirs, Sera"),
        ("{{description}} {{charPrompt}} {{charInstruction}}", "Sera guards Ann. Be kind. Short!"),
        ("{{scenario}} {{mesExamples}} {{charVersion}}", "A glade. <START> 1.0"),
        ("{{charCreatorNotes}}", "{{notes}}"),
        ("{{charFirstMessage}} {{charFirstMessage::1}}", "Hello. Wake up."),
        ("{{charFirstMessage::9}}", "{{charFirstMessage::9}}"),
        ("{{lastMessage}} {{lastUserMessage}} {{lastCharMessage}}",
         "Here, {{user}}. Where? Here, {{user}}."),
        ("{{lastMessageId}} {{firstIncludedMessageId}} {{lastSwipeId}} {{currentSwipeId}}",
         "7 2 3 2"),
        ("{{idle_duration}} {{input}} {{summary}} {{model}}", "3 hours typed so far rwkv"),
        ("{{time}} {{date}} {{weekday}}", "3:04 PM May 7, 2024 Tuesday"),
        ("{{isotime}} {{isodate}}", "15:04 2024-05-07"),
        ("{{datetimeformat DD.MM.YY [at] h:mm a}}", "07.05.24 at 3:04 pm"),
        ("{{datetimeformat::dddd MMMM}}", "Tuesday May"),
        ("{{time_UTC+2}} {{time_utc-3:30}} {{time_UTC+99}}", "5:04 PM 11:34 AM {{time_UTC+99}}"),
        ("{{timeDiff::2024-05-07::2024-05-05}}", "in 2 days"),
        ("{{timeDiff::2024-05-07 10:00::2024-05-07 11:00}}", "an hour ago"),
        ("{{timeDiff::a::b}}", "{{timeDiff::a::b}}"),
        ("a{{newline}}b{{newline::2}}c{{noop}}{{// no {{char}}}}{{comment: x}}", "a\nb\n\nc"),
        ("{{hidden_key: lantern}}.", "."),
        ("a\n\n{{trim}}\n b {{trim}}", "a b "),
        ("{{trim}}\n{{trim}}\n\nx", "x"),
        ("{{reverse:{{char}}}} {{reverse::ab}}", "areS ba"),
        ("{{random::only}} {{pick: only }} {{roll:1d1}} {{roll 1}} {{roll:3d1+4}}",
         "only only 1 1 7"),
        ("{{random:a\\,b}}", "a,b"),
        ("{{roll:x}} {{roll:0}}", "{{roll:x}} {{roll:0}}"),
        ("{{outlet::inn}} {{outlet::none}}", "An inn. {{outlet::none}}"),
        ("{{unknown}} {{getvar::x}} {{}} { {char} }", "{{unknown}} {{getvar::x}} {{}} { {char} }"),
        ("{{unknown::{{char}}}}", "{{unknown::Sera}}"),
        ("{{{char}}} {{char}", "{Sera} {{char}"),
        ("}} {{char {{user}}", "}} {{char Ann"),
        ("灯笼{{user}}", "灯笼Ann"),
    ],
)  # fmt: skip
def test_what_macros_give(text, result):
    assert expand(text, CONTEXT) == result


def test_hidden_keys_are_for_lorebooks():
    assert hidden_keys("a {{hidden_key: lantern}} {{Hidden_Key::灯笼}} {{other:x}}") == (
        "lantern", "灯笼",
    )  # fmt: skip


def test_times_in_chinese():
    context = MacroContext(now=NOW, language="zh", said=SAID)
    assert expand("{{date}} {{weekday}} {{time}}", context) == "2024年5月7日 星期二 15:04"
    assert expand("{{idle_duration}}", context) == "3 小时"
    assert expand("{{timeDiff::2024-05-05::2024-05-07}}", context) == "2 天前"


def test_without_values():
    assert expand("[{{lastMessage}}{{lastMessageId}}]{{original}}", MacroContext()) == (
        "[]{{original}}"
    )
    assert expand("{{idle_duration}}", MacroContext()) == "{{idle_duration}}"


OPTIONS = "::".join(str(number) for number in range(1000))


def test_a_pick_stays_and_a_random_is_drawn_anew():
    pick, draw = f"{{{{pick::{OPTIONS}}}}}", f"{{{{random::{OPTIONS}}}}}"
    one = MacroContext(seed=1, place="4")
    again = MacroContext(seed=1, place="4", draw=1)
    assert expand(pick, one) == expand("new words " + pick, again).removeprefix("new words ")
    assert expand(draw, one) == expand(draw, one) != expand(draw, again)
    assert expand("{{roll:4d100000}}", one) != expand("{{roll:4d100000}}", again)
    assert expand(pick, one) != expand(pick, MacroContext(seed=2, place="4"))
    assert expand(pick, one) != expand(pick, MacroContext(seed=1, place="5"))
    first, second = expand(f"{pick} {pick}", one).split()
    assert first != second


def test_chance_reaches_every_option():
    drawn = {expand("{{random::a::b::c}}", MacroContext(draw=n)) for n in range(60)}
    assert drawn == {"a", "b", "c"}
    rolled = {int(expand("{{roll:2d6}}", MacroContext(draw=n))) for n in range(300)}
    assert (min(rolled), max(rolled)) == (2, 12)


def test_card_texts_in_one_another_end():
    loop = CharacterCard(description="a {{personality}}", personality="b {{description}}")
    assert expand("{{description}}", MacroContext(card=loop)) == "a b {{description}}"


@pytest.mark.parametrize(
    "text",
    [
        "{{" * 200_000,
        "{{" * 200_000 + "}}" * 200_000,
        "{{x" * 100_000 + "}}" * 100_000,
        "{{description}}" * 50_000,
        "\n{{trim}}" * 100_000,
        "{{roll:99d6}}" * 20_000,
        "{{reverse:" * 50_000 + "a" * 50_000 + "}}" * 50_000,
        "{" * 500_000,
        "{{random:" + "," * 500_000 + "}}",
        "{{newline::99999999999999999999}}",
        "<" * 500_000,
        "{{time_UTC" + " " * 200_000 + "}}",
    ],
)
def test_hostile_texts_end(text):
    bomb = CharacterCard(
        description="{{personality}}" * 1000,
        personality="{{scenario}}" * 1000,
        scenario="{{mesExamples}}" * 1000,
        mes_example="boom" * 1000,
    )
    result = expand(text, MacroContext(card=bomb, char="A" * 1000))
    assert len(result) <= 2 * len(text) + 2 * LONGEST


@given(st.text(alphabet="{}:<>/ \n,achrtimpkUSER", max_size=80))
def test_any_text_is_taken(text):
    once = expand(text, CONTEXT)
    assert once == expand(text, CONTEXT)
    if "{{" not in text and "<" not in text:
        assert once == text
