"""Models from outside: what there is, fetching it, whether it fits, where it lies.

Plain values and plain threads: knows no window, no library and no running model.
"""
