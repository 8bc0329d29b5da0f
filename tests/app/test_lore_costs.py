"""A change of lore never makes the book be read again: a real model counts what it reads."""

from functools import partial

from app.db.contexts import Contexts
from app.db.lore import add_entries, load_lorebook, save_entry, save_reminders
from app.db.manuscripts import store_manuscript
from app.db.projects import load_project
from app.domain.context import Reminders
from app.domain.lorebook import LoreEntry
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.patterns import TimedPatterns
from engine.types import Prompt
from tests.app.test_restart import Program, model

__all__ = ["model"]

SCENE = "\n".join(f"The boat went out for the {n}th time and came home." for n in range(60))
LAST = "Mia held the lantern.\nThe wind"


def test_lore_is_read_anew_and_the_book_is_not(tmp_path, model):
    program = Program(tmp_path, model)
    scenes = tuple(ManuscriptItem(Kind.SCENE, text=SCENE) for _ in range(3))

    def run(work, **values):
        return program.storage.submit(partial(work, **values)).result()

    project = run(store_manuscript, manuscript=Manuscript("B", (*scenes, scenes[0])))
    document = run(load_project, project_id=project).items[-1].id
    contexts = Contexts(TimedPatterns)
    number = 0

    def press():
        nonlocal number
        number += 1
        work = contexts.assembling(document, LAST, "", 1)
        _, read = program.storage.submit(work).result()
        _, finished = program.press_continue(Prompt(read.stable, read.volatile), number)
        return read, finished.prompt_tokens, finished.prompt_tokens - finished.reused_tokens

    _, whole, first = press()
    assert first == whole > 1000
    run(save_reminders, project_id=project, reminders=Reminders("Mia is ten.", "Be brief."))
    entry = LoreEntry(keys=("lantern",), content="It is old.")
    (entry,) = run(add_entries, project_id=project, entries=[entry])
    told, whole, again = press()
    assert "It is old." in told.volatile
    assert again < whole / 4
    changed = LoreEntry(entry.id, keys=("lantern",), content="It was her mother's, and it sings.")
    run(save_entry, entry=changed)
    sung, _, again = press()
    assert "it sings" in sung.volatile
    assert sung.stable == told.stable
    assert again <= len(sung.volatile.encode()) < whole / 4
    run(save_entry, entry=LoreEntry(entry.id, enabled=False))
    run(save_reminders, project_id=project, reminders=Reminders())
    plain, _, again = press()
    assert plain.volatile == ""
    assert again == 0
    assert len(run(load_lorebook, project_id=project).entries) == 1
    program.close()
