"""The mathematics of each RWKV generation, written once over `engine.ops.Ops`."""
