"""What the program says of its parts."""

from app.about import about_facts, document_text, licence_of


def test_every_part_that_users_get_has_the_text_of_its_licence():
    parts = ("PySide6_Essentials", "shiboken6", "tokenizers", "numpy", "SQLAlchemy", "onnxruntime")
    texts = {name: licence_of(name) for name in parts}
    assert [name for name, text in texts.items() if len(text) < 200] == []
    assert "LESSER GENERAL PUBLIC LICENSE" in texts["PySide6_Essentials"]
    assert "Apache License" in texts["tokenizers"]


def test_documents_are_there_and_can_be_read():
    facts = about_facts()
    texts = {name: document_text(path) for name, path in facts.documents}
    assert {"Longscroll: Apache-2.0", "Qt: LGPL-3.0", "Hunspell: MPL-1.1"} <= set(texts)
    assert all(len(text) > 50 for text in texts.values())
