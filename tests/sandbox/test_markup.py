import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.entities import Entity, Formatted, tidy, units
from sandbox.markup import parse_html
from sandbox.refusals import Refusal
from sandbox.rendering import page_html, telegram_html

# A busy machine is no failure.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        (
            "<s>a</s><strike>b</strike><del>c</del>",
            "abc",
            [("strikethrough", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)],
        ),
        (
            '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
            "ab",
            [("spoiler", 0, 1), ("spoiler", 1, 1)],
        ),
        ("<code>a</code> <pre>b</pre>", "a b", [("code", 0, 1), ("pre", 2, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<B>a</b>", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("<b\n>a</b >", "a", [("bold", 0, 1)]),
        ("🎉<b>🎉</b>", "🎉🎉", [("bold", 2, 2)]),
        ("<b>a<i>b</i></b>", "ab", [("italic", 1, 1), ("bold", 0, 2)]),
        ("<b></b>a", "a", []),
        ("&lt;b&gt; &amp; &quot;&#1078;&#x416;&#128512;", '<b> & "жЖ😀', []),
        ("&lt a", "< a", []),
        ("Q&A & co &nbsp; &#0; &", "Q&A & co &nbsp; &#0; &", []),
        ("a > b", "a > b", []),
    ],
)
def test_html_is_read_as_telegram_reads_it(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    read = parse_html(source)
    assert read.text == text
    assert [(one["type"], one["offset"], one["length"]) for one in read.entities] == entities


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ('<a href="https://a.ru/?a=1&amp;b=2">x</a>', {"url": "https://a.ru/?a=1&b=2"}),
        ("<a href='a.ru'>x</a>", {"url": "http://a.ru/"}),
        ("<a href=a.ru>x</a>", {"url": "http://a.ru/"}),
        ('<a href="tg://user?id=1">x</a>', {"url": "tg://user?id=1"}),
        ("<a>a.ru</a>", {"url": "http://a.ru/"}),
        ('<tg-emoji emoji-id="5368">👍</tg-emoji>', {"custom_emoji_id": "5368"}),
        ('<pre><code class="language-python">x</code></pre>', {"language": "python"}),
        ('<code class="language-python"><pre>x</pre></code>', {"language": "python"}),
    ],
)
def test_attributes_are_kept(source: str, kept: dict[str, str]) -> None:
    (entity,) = parse_html(source).entities
    assert kept.items() <= entity.items()


@pytest.mark.parametrize("href", ["javascript:alert(1)", "нет ссылки", "http://[", "#top", ""])
def test_what_is_no_link_becomes_plain_text(href: str) -> None:
    assert parse_html(f'<a href="{href}">x</a>') == Formatted("x", [])


def test_code_alone_has_no_language() -> None:
    (entity,) = parse_html('<code class="language-c">x</code>').entities
    assert entity == {"type": "code", "offset": 0, "length": 1}


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>a</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("ж<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("🎉 1 < 2", 'Unsupported start tag "" at byte offset 7'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>a</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_broken_html_fails_in_telegrams_words(source: str, error: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {error}"


@given(TEXTS)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)) == Formatted(text, [])


@given(TEXTS, TEXTS.filter(str.strip), TEXTS)
def test_a_bold_part_is_found_at_its_utf16_offset(before: str, bold: str, after: str) -> None:
    read = parse_html(f"{html.escape(before)}<b>{html.escape(bold)}</b>{html.escape(after)}")
    assert read.text == before + bold + after
    assert read.entities == [{"type": "bold", "offset": units(before), "length": units(bold)}]


@given(TEXTS)
def test_nothing_but_a_refusal_comes_of_any_text(text: str) -> None:
    try:
        tidy(parse_html(text))
    except Refusal as refusal:
        assert "can't parse entities" in refusal.description  # noqa: PT017


@st.composite
def formatted(draw: st.DrawFn) -> Formatted:
    text = draw(TEXTS.filter(str.strip))
    kinds = st.sampled_from(["bold", "italic", "code", "spoiler", "blockquote"])
    entities = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        span = {"offset": units(text[:start]), "length": units(text[start:end])}
        entities.append({"type": draw(kinds), **span})
    return Formatted(text, entities)


@given(formatted())
def test_rendered_html_is_read_back_with_the_same_coverage(one: Formatted) -> None:
    read = parse_html(telegram_html(one.text, one.entities))
    assert read.text == one.text
    assert coverage(read.entities) == coverage(one.entities)


def coverage(entities: list[Entity]) -> set[tuple[str, int]]:
    """Which kinds lie over each UTF-16 unit: overlapping entities may be cut into more."""
    return {
        (one["type"], at)
        for one in entities
        for at in range(one["offset"], one["offset"] + one["length"])
    }


@given(formatted())
def test_no_text_breaks_out_of_the_pages_html(one: Formatted) -> None:
    shown = page_html(one.text, one.entities)
    allowed = ("b", "i", "code", "blockquote", 'span class="spoiler"')
    for tag in allowed:
        shown = shown.replace(f"<{tag}>", "").replace(f"</{tag.split()[0]}>", "")
    assert html.unescape(shown) == one.text
    assert "<" not in shown


def test_a_link_on_the_page_cannot_break_out_of_its_attribute() -> None:
    evil = {"type": "text_link", "offset": 0, "length": 1, "url": 'https://a.ru/"onclick="x'}
    assert 'href="https://a.ru/&quot;onclick=&quot;x"' in page_html("x", [evil])
    script = {**evil, "url": "javascript:alert(1)"}
    assert page_html("x", [script]) == "x"


def test_spaces_around_are_trimmed_and_entities_follow() -> None:
    read = tidy(parse_html(" \n<b> Привет </b> <i>мир </i>\n"))
    assert read.text == "Привет  мир"
    assert read.entities == [
        {"type": "bold", "offset": 0, "length": 7},
        {"type": "italic", "offset": 8, "length": 3},
    ]


def test_links_mentions_and_commands_are_found_but_not_inside_code() -> None:
    text = "/rate, t.me/bot и https://a.ru/x?y. @sarafan_bot a/b <code>/help</code> x@mail.ru"
    read = tidy(parse_html(text))
    found = {
        (one["type"], read.text[one["offset"] : one["offset"] + one["length"]])
        for one in read.entities
    }
    assert found == {
        ("bot_command", "/rate"),
        ("url", "t.me/bot"),
        ("url", "https://a.ru/x?y"),
        ("mention", "@sarafan_bot"),
        ("code", "/help"),
    }


@pytest.mark.parametrize(
    "source",
    [
        '<a href="https://a.ru/?a=1&amp;b=2">x</a>',
        '<pre><code class="language-python">x</code></pre>',
        "<pre>x</pre>",
        "<blockquote expandable>x</blockquote>",
        '<tg-emoji emoji-id="5368">👍</tg-emoji>',
        "<b>a <i>b <u>c</u></i></b> <s>d</s> <tg-spoiler>e</tg-spoiler> <code>f</code>",
    ],
)
def test_rendering_gives_the_same_html_back(source: str) -> None:
    assert telegram_html(*tidy(parse_html(source))) == source


def test_what_is_found_by_itself_is_a_link_only_on_the_page() -> None:
    words = tidy(Formatted("/rate t.me/bot https://a.ru/ @sarafan_bot", []))
    assert telegram_html(*words) == words.text
    assert page_html(*words) == (
        '/rate <a href="https://t.me/bot" target="_blank" rel="noopener noreferrer">t.me/bot</a> '
        '<a href="https://a.ru/" target="_blank" rel="noopener noreferrer">https://a.ru/</a> '
        "@sarafan_bot"
    )


def test_a_broken_address_is_shown_as_text() -> None:
    assert page_html("http://[x", [{"type": "url", "offset": 0, "length": 9}]) == "http://[x"
    words = tidy(parse_html("<pre>a</pre><blockquote>b</blockquote>"))
    assert page_html(*words) == "<pre>a</pre><blockquote>b</blockquote>"
