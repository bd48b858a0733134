"""What people wrote, with its formatting, as HTML from which Telegram makes the same again."""

from html import escape

from aiogram.types import Message
from aiogram.utils.text_decorations import HtmlDecoration

from views.say import Html


class Faithful(HtmlDecoration):
    """aiogram leaves an address as it is, quotes and all, and loses the language of a program."""

    def link(self, value: str, link: str) -> str:
        return super().link(value, escape(link))

    def pre_language(self, value: str, language: str) -> str:
        return f'<pre><code class="language-{escape(language)}">{value}</code></pre>'


def html_of(message: Message) -> Html | None:
    """None where there are no words."""
    words = message.text or message.caption
    if not words:
        return None
    return Html(Faithful().unparse(words, message.entities or message.caption_entities))
