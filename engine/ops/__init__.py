"""Backends for the operations that the architectures are written in: numpy, torch and ONNX."""
