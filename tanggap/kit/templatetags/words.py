"""`{% t "Kirim laporan" "Send report" %}`, loaded as a builtin in every template."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import translate_url
from django.utils.safestring import SafeString

from tanggap.kit import words

register = template.Library()


@register.simple_tag(takes_context=True)
def t(context: RequestContext, indonesian: str, english: str, /, **values: Any) -> SafeString:
    """The sentence in the reader's language: `{% t "sisa {n} jam" "{n} {n:hour|hours} left" n=hours %}`."""
    return words.render(indonesian, english, values, autoescape=context.autoescape)


@register.simple_tag
def active_language() -> str:
    return words.active_language()


@register.simple_tag(takes_context=True)
def language_switch(context: RequestContext, language: str) -> str:
    """The address of this same page in the other language."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    return translate_url(path, language)
