"""The page of models: those that are here, those that can be had, and where the disk goes."""
