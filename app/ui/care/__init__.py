"""Windows about the program itself: settings, first start, log, crash, parts, data folder."""
