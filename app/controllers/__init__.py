"""QObjects without widgets: intents in, results as signals out."""
