"""Fields of the format as pages name them: within a line, and by themselves."""

from __future__ import annotations

import pytest

from omp_plugin import words
from omp_plugin.render.field_words import label_of_field, words_of


@pytest.mark.parametrize(
    "field,within,alone",
    [
        ("review_by", "review by", "Review by"),
        ("raci.informed", "informed", "Informed"),
        ("target.2026-10", "target", "Target"),
        ("calendar.off", "calendar", "Days off"),
        ("some_other", "some other", "Some other"),
    ],
)
def test_in_english(field: str, within: str, alone: str) -> None:
    assert (words_of(field), label_of_field(field)) == (within, alone)


def test_in_the_language_that_is_spoken() -> None:
    with words.speaking("es"):
        assert (words_of("category"), label_of_field("category")) == ("categoría", "Categoría")
        assert label_of_field("why_us") == "Por qué elegirnos"
