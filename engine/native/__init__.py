"""Operators of our own for ONNX Runtime's CPU provider, in C. Nothing depends on them: where they
cannot be had, the graphs use ONNX Runtime's operators."""
