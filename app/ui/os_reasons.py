"""Why an operating system says that something failed. Errors hand its words on as a field;
translations know these. Knows no errors."""

REASONS = (
    "Cannot allocate memory",
    "Device or resource busy",
    "Disk quota exceeded",
    "File exists",
    "File name too long",
    "File too large",
    "Input/output error",
    "Is a directory",
    "No space left on device",
    "No such file or directory",
    "Not a directory",
    "Operation not permitted",
    "Permission denied",
    "Read-only file system",
    "Too many open files",
)
"""English, as `OSError.strerror` has them on Linux. macOS says nearly all of them so, Windows some;
what Windows says itself is in the language of the system."""
