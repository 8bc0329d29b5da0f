"""How the model chooses its words in the project on the page: presets, and what the engine gets.

Knows nothing of widgets.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.settings_controller import SettingsController
from app.controllers.storage_bridge import StorageBridge
from app.db.samplers import load_sampler, save_sampler
from app.domain.documents import Document
from app.domain.samplers import (
    PRESETS,
    SamplerChoice,
    Value,
    Values,
    of_preset,
    presets_from_json,
    presets_to_json,
    usable,
)
from engine.types import BannedPhrases, Dry, Mirostat, SamplingSettings, UserError, Xtc

PROBLEM = "sampler"
_REST_MS = 400


class SamplerController(QObject):
    """A project without a choice of its own has what the program is set to.

    Signals: `changed(SamplerChoice)`, `presets_changed(names of the writer's own)`,
    `problem(key, UserError)`, `solved(key)`.
    """

    changed = Signal(object)
    presets_changed = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        storage: StorageBridge,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._settings = settings
        self._document: int | None = None
        self._unsaved = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.flush)
        self.choice = self._usual()

    @property
    def own_presets(self) -> dict[str, Values]:
        """Those that the writer keeps, by name."""
        return presets_from_json(self._settings.value.sampler_presets)

    def sampling(self, seed: int) -> SamplingSettings:
        """What the engine is asked for; `seed` counts unless the writer set one."""
        return to_sampling(self.choice.values, seed)

    def sampling_of(self, preset: str, seed: int) -> SamplingSettings:
        """What the engine is asked for outside of works: by a preset, or as the program is set
        ("" or one that is gone)."""
        values = PRESETS.get(preset) or self.own_presets.get(preset)
        usual = self._usual()
        choice = usual if values is None else usual.with_preset(preset, values)
        return to_sampling(choice.values, seed)

    def stop_texts(self) -> tuple[str, ...]:
        """What ends a text besides."""
        stop = self.choice.values["stop"]
        return stop if isinstance(stop, tuple) else ()

    def show_document(self, document: Document | None) -> None:
        """Another document is on the page: its project's choice holds."""
        self.flush()
        self._document = document.id if document else None
        if document is None:
            return

        def done(choice: SamplerChoice | None) -> None:
            if self._document == document.id:
                self._take(choice or self._usual())

        self._storage.run(partial(load_sampler, document_id=document.id), done, self._tell)

    def change(self, **values: Value) -> None:
        """Changes values; they are kept a moment after the last one."""
        choice = self.choice.with_values(values)
        if choice != self.choice:
            self._take(choice)
            self._unsaved = True
            self._rest.start()

    def choose(self, preset: str) -> None:
        """Takes a preset, one of the program's or one of the writer's."""
        values = PRESETS.get(preset) or self.own_presets.get(preset)
        if values is None and preset not in PRESETS:
            return
        self._take(self.choice.with_preset(preset, values or {}))
        self._unsaved = True
        self._rest.start()

    def keep_preset(self, name: str) -> None:
        """Keeps the values in use under a name of the writer's."""
        name = name.strip()
        if not name or name in PRESETS:
            return
        self._store_presets({**self.own_presets, name: of_preset(self.choice.values)})
        self._take(SamplerChoice(name, self.choice.values))
        self._unsaved = True
        self.flush()

    def forget_preset(self, name: str) -> None:
        """Removes one of the writer's presets; the values in use stay."""
        presets = self.own_presets
        if presets.pop(name, None) is not None:
            self._store_presets(presets)

    def flush(self) -> None:
        """Stores what is not stored yet."""
        self._rest.stop()
        if self._unsaved and self._document is not None:
            self._unsaved = False
            save = partial(save_sampler, document_id=self._document, choice=self.choice)
            self._storage.run(save, lambda _none: self.solved.emit(PROBLEM), self._tell)

    def _store_presets(self, presets: dict[str, Values]) -> None:
        self._settings.change(sampler_presets=presets_to_json(presets))
        self.presets_changed.emit(list(presets))

    def _usual(self) -> SamplerChoice:
        value = self._settings.value
        return SamplerChoice().with_values(
            {
                "temperature": value.temperature,
                "top_p": value.top_p,
                "presence_penalty": value.presence_penalty,
                "frequency_penalty": value.frequency_penalty,
                "max_tokens": value.max_tokens,
            }
        )

    def _take(self, choice: SamplerChoice) -> None:
        self.choice = choice
        self.changed.emit(choice)

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)


_SAME = (
    "temperature",
    "temperature_spread",
    "top_k",
    "top_p",
    "min_p",
    "typical_p",
    "top_a",
    "tfs",
    "top_n_sigma",
    "presence_penalty",
    "frequency_penalty",
    "penalty_decay",
    "repetition_penalty",
    "repetition_range",
    "max_tokens",
    "finish_sentence",
    "finish_tokens",
    "order",
)
"""Values that the engine calls by the same name."""


def to_sampling(values: Values, seed: int) -> SamplingSettings:
    """The values as the engine takes them."""
    v = dict(usable(values))
    same = {name: v[name] for name in _SAME}
    return SamplingSettings(
        **same,  # type: ignore[arg-type]  # `usable` made each of its kind
        seed=_int(v["seed"]) if _int(v["seed"]) >= 0 else seed,
        min_tokens=min(_int(v["min_tokens"]), _int(v["max_tokens"])),
        mirostat=Mirostat(_float(v["mirostat_tau"]), _float(v["mirostat_eta"]))
        if v["mirostat"]
        else None,
        xtc=Xtc(_float(v["xtc_threshold"]), _float(v["xtc_probability"]))
        if v["xtc_probability"]
        else None,
        dry=Dry(
            _float(v["dry_multiplier"]),
            _float(v["dry_base"]),
            _int(v["dry_allowed_length"]),
            _int(v["dry_range"]),
        )
        if v["dry_multiplier"]
        else None,
        banned=BannedPhrases(v["banned"] if isinstance(v["banned"], tuple) else ()),
    )


def _int(value: Value) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _float(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
