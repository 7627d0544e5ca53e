from __future__ import annotations

import pytest

import penstock
from penstock.desk.notes import KIND, said
from penstock.desk.words import Catalogue

CATALOGUE = Catalogue.load()


@pytest.mark.parametrize(
    ("subject", "place", "words"),
    [
        ("O=C1CCN(Cc2ccccc2F)CC1", "UN", "Próximo a 4-piperidone: retener para revisión."),
        ("quantum widget", "CN", "No se sabe qué es."),
        ("1609-66-5", "US", "CAS 1609-66-5 no es válido: su dígito de control debería ser 1. ¿Quiso decir 1609-66-1 ("),
        ("8479.89", "US", "Candidatos controlados aquí ese día: tablet press."),
        ("4-piperidone", "CA-BC", "El registro no tiene ninguna lista de CA-BC para substances."),
    ],
)
def test_the_sentences_of_the_program_are_said_in_the_language_of_the_page(
    subject: str, place: str, words: str
) -> None:
    (answer,) = penstock.check(subject, jurisdictions=[place], on="2026-11-22").as_dict()["answers"]
    assert words in said(CATALOGUE, "es", answer["note"])
    assert said(CATALOGUE, "en", answer["note"]) == answer["note"]


def test_words_of_a_text_stay_as_they_are() -> None:
    note = "Also salts of its acetals. The register holds no law of XX. No threshold."
    assert said(CATALOGUE, "zh-Hans", note) == "Also salts of its acetals. 登记库未收录 XX 的法规。 No threshold."


@pytest.mark.parametrize("key", [key for key in CATALOGUE.words if key.startswith(KIND)])
def test_every_sentence_is_found_as_the_program_writes_it(key: str) -> None:
    words = CATALOGUE.words[key]
    values = {"a": "CAS 1-2.5", "b": "x (y)"}
    assert said(CATALOGUE, "es", words.en.format(**values)) == words.es.format(**values)
