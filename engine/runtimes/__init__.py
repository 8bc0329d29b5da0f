"""One class per way of running a model; all keep the protocol `engine.runtimes.base.Model`."""
