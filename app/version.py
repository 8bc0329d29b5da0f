"""Which Longscroll this is."""

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """The installed version; "unknown" when run from a folder that was never installed."""
    try:
        return version("longscroll")
    except PackageNotFoundError:
        return "unknown"
