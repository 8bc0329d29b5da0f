"""Short controlled trainings, one after the other, by which the bundled model's sizes were chosen.

What is tried stands in `declared.toml`. Everything is trained and judged by the trainer's own
commands, in child processes; see `__main__`.
"""
