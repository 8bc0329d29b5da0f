"""Who hears whom about import and export."""

from __future__ import annotations

from app.ui.rail import LORE
from app.wiring.parts import Parts


def connect_transfer(parts: Parts) -> None:
    """The two dialogs; what is just typed is saved before it is exported."""
    commands, popup = parts.window.commands, parts.window.works
    documents, transfer = parts.documents, parts.transfer
    importing, exporting = parts.dialogs.importing, parts.dialogs.exporting
    popup.import_requested.connect(commands.import_requested)
    popup.export_requested.connect(commands.export_requested)
    commands.import_requested.connect(parts.dialogs.open_import)
    commands.export_requested.connect(documents.save)
    commands.export_requested.connect(lambda: transfer.offer_export(documents.current))
    drops = parts.window.drops
    drops.import_requested.connect(lambda _paths: parts.dialogs.open_import())
    drops.import_requested.connect(importing.choose)
    drops.lore_requested.connect(lambda _path: parts.window.show_page(LORE))
    drops.lore_requested.connect(parts.lore.import_file)
    importing.preview_requested.connect(transfer.preview)
    importing.import_requested.connect(transfer.store)
    transfer.previewed.connect(importing.show_preview)
    transfer.preview_failed.connect(importing.show_preview_error)
    transfer.imported.connect(lambda _project: importing.accept())
    transfer.imported.connect(lambda _project: documents.refresh())
    transfer.imported.connect(lambda _project: parts.manuscript.works.refresh())
    transfer.scene_ready.connect(documents.open)
    transfer.offered.connect(parts.dialogs.open_export)
    transfer.presets_changed.connect(exporting.show_presets)
    transfer.exported.connect(exporting.show_exported)
    exporting.export_requested.connect(transfer.export)
    exporting.preset_kept.connect(transfer.keep_preset)
    exporting.preset_removed.connect(transfer.remove_preset)
    for dialog in (importing, exporting):
        dialog.cancel_requested.connect(transfer.cancel)
        transfer.working.connect(dialog.show_working)
        transfer.progressed.connect(dialog.show_progress)
        transfer.failed.connect(dialog.show_error)
    transfer.problem.connect(parts.window.notices.show_problem)
    transfer.solved.connect(parts.window.notices.solve)
