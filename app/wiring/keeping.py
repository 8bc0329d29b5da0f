"""Who hears whom about what is kept: versions, backups, days."""

from __future__ import annotations

from app.wiring.parts import Parts


def connect_versions(parts: Parts) -> None:
    """The versions of the document."""
    versions, dialog, documents = parts.versions, parts.dialogs.versions, parts.documents
    commands = parts.window.commands
    commands.versions_requested.connect(parts.dialogs.open_versions)
    commands.keep_version_requested.connect(dialog.ask_to_keep)
    parts.dialogs.versions_opened.connect(documents.save)
    parts.dialogs.versions_opened.connect(versions.refresh)
    documents.leaving.connect(versions.forget)
    documents.leaving.connect(dialog.close)
    versions.listed.connect(dialog.show_versions)
    versions.compared.connect(dialog.show_comparison)
    versions.kept.connect(parts.window.notices.show_kept)
    dialog.show_requested.connect(versions.show)
    dialog.keep_requested.connect(versions.keep)
    dialog.rename_requested.connect(versions.rename)
    dialog.delete_requested.connect(versions.delete)
    dialog.restore_requested.connect(versions.restore)


def connect_backups(parts: Parts) -> None:
    """Backups of the library."""
    backups, dialog, settings = parts.backups, parts.dialogs.backups, parts.settings
    parts.window.rail.backups_requested.connect(parts.dialogs.open_backups)
    parts.dialogs.backups_opened.connect(backups.refresh)
    settings.changed.connect(dialog.show_settings)
    dialog.show_settings(settings.value)
    backups.listed.connect(dialog.show_backups)
    backups.working.connect(dialog.show_working)
    backups.works_listed.connect(dialog.show_works)
    backups.brought_back.connect(lambda _ids: parts.documents.refresh())
    dialog.backup_requested.connect(parts.documents.save)
    dialog.backup_requested.connect(backups.back_up)
    dialog.works_requested.connect(backups.list_works)
    dialog.bring_back_requested.connect(backups.bring_back)
    dialog.hours_chosen.connect(lambda hours: settings.change(backup_hours=hours))
    dialog.keep_chosen.connect(lambda number: settings.change(backup_keep=number))
    dialog.folder_chosen.connect(lambda folder: settings.change(backup_folder=folder))
    dialog.folder_chosen.connect(lambda _folder: backups.refresh())


def connect_statistics(parts: Parts) -> None:
    """Goals and days."""
    statistics, page = parts.statistics, parts.window.statistics
    parts.documents.opened.connect(lambda story: statistics.show_project(story.project_id))
    parts.documents.closed.connect(lambda: statistics.show_project(None))
    parts.documents.summary_changed.connect(lambda _summary: statistics.refresh())
    statistics.shown.connect(page.show_figures)
    page.goals_chosen.connect(statistics.set_goals)
