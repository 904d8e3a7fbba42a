"""An officer sees beforehand, in the app, what a resident will read on the tracking page: the same sentences."""

from __future__ import annotations

import pytest

from mobile import idea_text
from sync.central.public import ideas_words
from tests.support.sessions import an_app


@pytest.mark.parametrize("status", sorted(ideas_words.STATUS))
def test_the_app_says_of_an_idea_what_its_tracking_page_says(status: str) -> None:
    app = an_app(None)

    assert idea_text.status_words(app, status) == ideas_words.STATUS[status]
    assert idea_text.status_meaning(app, status) == ideas_words.MEANING[status]
