"""Which language a page speaks: Vietnamese, unless its reader has chosen English here. The browser is not asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from formatters.sentence import Sentence

View = Callable[..., HttpResponseBase]


def chosen(request: HttpRequest) -> str:
    """The language that the reader's cookie names, or the default one."""
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def by_choice(view: View) -> View:
    """The view, spoken in the chosen language. The language stays active while the answer is rendered."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return view(request, *args, **kwargs)

    return spoken


def told(sentence: Sentence) -> str:
    """The sentence in the language that is active now; in the other one when it has only that."""
    pair = (
        (sentence.vi, sentence.en)
        if (translation.get_language() or "vi").startswith("vi")
        else (sentence.en, sentence.vi)
    )
    return pair[0] or pair[1]
