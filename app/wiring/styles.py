"""Who hears whom about styles and lessons."""

from __future__ import annotations

from app.ui.rail import STYLE
from app.wiring.parts import Parts


def connect_styles(parts: Parts) -> None:
    """Styles: taught, chosen, blended."""
    window, styles, documents = parts.window, parts.styles, parts.documents
    page, section = window.style_page, window.inspector.style_section
    parts.model.ready.connect(styles.show_model)
    documents.opened.connect(styles.show_document)
    documents.closed.connect(lambda: styles.show_document(None))
    for shown in (page.styles, section):
        styles.listed.connect(shown.show_styles)
        styles.chosen.connect(shown.show_choice)
    section.toggled.connect(styles.toggle)
    section.cleared.connect(styles.clear)
    section.strength_chosen.connect(styles.set_strength)
    section.weight_chosen.connect(styles.set_weight)
    page.styles.use_toggled.connect(styles.toggle)
    page.styles.rename_requested.connect(styles.rename)
    page.styles.delete_requested.connect(styles.delete)
    # Who uses them changes on other pages.
    window.page_shown.connect(lambda shown: styles.refresh() if shown == STYLE else None)
    files = parts.style_files
    parts.model.ready.connect(files.show_model)
    styles.listed.connect(files.show_styles)
    page.styles.import_requested.connect(files.bring_in)
    page.styles.export_requested.connect(files.hand_out)
    files.brought_in.connect(lambda _style: styles.refresh())
    files.brought_in.connect(lambda style: page.styles.select(style.id))
    files.handed_out.connect(window.notices.show_style_written)
    files.problem.connect(window.notices.show_problem)
    files.solved.connect(window.notices.solve)
    styles.deleted.connect(window.notices.show_deleted_style)
    window.notices.restore_style_requested.connect(styles.restore)
    for wish in (window.notices.use_style_requested, page.use_requested):
        wish.connect(styles.use)


def connect_training(parts: Parts) -> None:
    """A lesson under way."""
    window, training = parts.window, parts.training
    page, status = window.style_page, window.status
    parts.documents.listed.connect(page.form.show_documents)
    parts.documents.summary_changed.connect(page.form.show_summary)
    parts.documents.opened.connect(lambda story: page.form.show_current(story.id))
    sizes, form = parts.lesson_sizes, page.form
    form.story_sizes_wanted.connect(sizes.count_stories)
    form.file_size_wanted.connect(sizes.count_file)
    sizes.stories_counted.connect(form.show_story_sizes)
    sizes.file_counted.connect(form.show_file_size)
    sizes.file_unusable.connect(form.remove_file)
    sizes.problem.connect(window.notices.show_problem)
    sizes.solved.connect(window.notices.solve)
    parts.model.ready.connect(training.show_model)
    page.teach_requested.connect(lambda _lesson: parts.documents.save())
    page.teach_requested.connect(training.start)
    page.cancel_requested.connect(training.cancel)
    status.cancel_requested.connect(training.cancel)
    training.state_changed.connect(window.show_training)
    training.progressed.connect(window.show_lesson_progress)
    training.measured.connect(page.progress.plot.add)
    training.learnt.connect(lambda _style: parts.styles.refresh())
    training.learnt.connect(window.show_learnt)
