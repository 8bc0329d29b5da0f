"""The settings of the program: its models, the network, its data, and where to read more."""

from __future__ import annotations

from app.settings.declared import Declared, Kind, Section

MODEL = Section(
    "model",
    "Model and memory",
    (
        Declared(
            "model_path",
            Kind.TEXT,
            "Model",
            "A model file or folder on this computer.",
            empty="The model that comes with the program",
            travels=False,
        ),
        Declared(
            "models_folder",
            Kind.FOLDER,
            "Folder for models",
            "Where models that you get are kept.",
            empty="In the data folder",
            travels=False,
        ),
        Declared(
            "device",
            Kind.CHOICE,
            "Runs on",
            "Takes effect when a model is loaded next.",
            (
                ("auto", "What is fastest here"),
                ("cpu", "The processor"),
                ("cuda", "NVIDIA graphics card (CUDA)"),
                ("directml", "Graphics card (DirectML)"),
            ),
            travels=False,
        ),
        Declared(
            "quantization",
            Kind.CHOICE,
            "Precision of weights",
            "Fewer bits need less memory and are faster, and write a little less well. "
            "Takes effect when a model is loaded next.",
            (
                ("auto", "What suits the model"),
                ("none", "Full"),
                ("int8", "8 bits"),
                ("int4", "4 bits"),
            ),
            travels=False,
        ),
        Declared(
            "threads",
            Kind.NUMBER,
            "Threads",
            "How many cores of the processor the model may use. "
            "Takes effect when a model is loaded next.",
            empty="All cores but one",
            travels=False,
        ),
        Declared(
            "unload_minutes",
            Kind.NUMBER,
            "Unload an idle model",
            "Gives its memory back; the next press loads it again.",
            step=5,
            unit=" minutes",
            empty="Never",
        ),
        Declared(
            "state_budget",
            Kind.NUMBER,
            "Room for what models remember",
            "Saved states make a long text go on at once. The oldest go first; they can be made "
            "again by reading.",
            unit=" GiB",
        ),
    ),
)

NETWORK = Section(
    "network",
    "Network",
    (
        Declared(
            "hub_mirror",
            Kind.TEXT,
            "Mirror of the model hub",
            "Longscroll goes online only when you ask for a model.",
            empty="https://huggingface.co",
        ),
        Declared(
            "hub_token",
            Kind.SECRET,
            "Access token",
            "For models that want one. It is kept in a file that only you may read, is never "
            "exported and never sent to a mirror.",
        ),
        Declared(
            "hub_proxy",
            Kind.TEXT,
            "Proxy",
            "For instance http://127.0.0.1:8080",
            empty="As the system",
            travels=False,
        ),
    ),
)

DATA = Section(
    "data",
    "Data and backups",
    (
        Declared(
            "move_data",
            Kind.ACTION,
            "Data folder",
            "All your works, settings and models.",
            unit="Move…",
        ),
        Declared(
            "backup_folder",
            Kind.FOLDER,
            "Folder for backups",
            "Best on another disk.",
            empty="In the data folder",
            travels=False,
        ),
        Declared("backup_hours", Kind.NUMBER, "Make a backup every", "", unit=" hours"),
        Declared("backup_keep", Kind.NUMBER, "Keep the newest backups", ""),
        Declared(
            "backups", Kind.ACTION, "Backups", "See them, and bring works back.", unit="Open…"
        ),
    ),
)

HELP = Section(
    "help",
    "Help",
    (
        Declared("keys", Kind.ACTION, "Keyboard shortcuts", "All keys, by group.", unit="Show…"),
        Declared(
            "log",
            Kind.ACTION,
            "Log",
            "What the program did; never what you wrote. It stays on this computer.",
            unit="Show…",
        ),
        Declared(
            "about", Kind.ACTION, "About Longscroll", "Version, licences, credits.", unit="Show…"
        ),
    ),
)
