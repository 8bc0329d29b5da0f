"""llama.cpp through llama-cpp-python, as a child of the benchmark. Runs in the peers' environment.

`quantise IN.gguf OUT.gguf Q8_0` as arguments makes a file; JSON as the only one is a `Job`.
"""

from __future__ import annotations

import ctypes
import sys

import llama_cpp
import numpy as np

from tests.benchmarks.peers.child import Job, serve

TYPES = {"Q4_0": 2, "Q8_0": 7, "Q4_K": 15}
"""llama_ftype; Q4_K is its mixture Q4_K_M, the one that people download."""

SPARE_POSITIONS = 64


class Llama:
    """See `tests.benchmarks.peers.child.Engine`."""

    def __init__(self, job: Job) -> None:
        settings = llama_cpp.llama_model_default_params()
        settings.n_gpu_layers = 0
        self._model = llama_cpp.llama_model_load_from_file(job.file.encode(), settings)
        if not self._model:
            sys.exit(f"llama.cpp cannot load {job.file}")
        context = llama_cpp.llama_context_default_params()
        context.n_ctx = 2 * max(job.prefill, job.decode, len(job.tokens)) + SPARE_POSITIONS
        context.n_threads = job.threads or context.n_threads
        context.n_threads_batch = job.threads or context.n_threads_batch
        self.threads = int(context.n_threads)
        self._context = llama_cpp.llama_init_from_model(self._model, context)
        self._vocab = job.vocab

    def reset(self) -> None:
        memory = llama_cpp.llama_get_memory(self._context)
        llama_cpp.llama_memory_clear(memory, True)

    def prefill(self, tokens: list[int]) -> np.ndarray:
        array = (llama_cpp.llama_token * len(tokens))(*tokens)
        # Only the last token's logits are asked for: that is what `get_one` does.
        status = llama_cpp.llama_decode(
            self._context, llama_cpp.llama_batch_get_one(array, len(tokens))
        )
        if status:
            sys.exit(f"llama_decode failed: {status}")
        logits = llama_cpp.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(logits, (self._vocab,))

    def step(self, token: int) -> np.ndarray:
        return self.prefill([token])


def quantise(source: str, target: str, kind: str) -> None:
    """llama.cpp's own choice of what stays unquantised."""
    settings = llama_cpp.llama_model_quantize_default_params()
    settings.ftype = TYPES[kind]
    if llama_cpp.llama_model_quantize(source.encode(), target.encode(), ctypes.byref(settings)):
        sys.exit(f"llama.cpp cannot quantise {source}")


@llama_cpp.llama_log_callback
def _quiet(level: int, text: bytes, _data: object) -> None:
    if level >= 4:  # GGML_LOG_LEVEL_ERROR
        sys.stderr.write(text.decode("utf-8", "replace"))


def main() -> None:
    llama_cpp.llama_log_set(_quiet, ctypes.c_void_p(0))
    llama_cpp.llama_backend_init()
    if sys.argv[1] == "quantise":
        quantise(*sys.argv[2:])
    elif sys.argv[1] == "about":
        print(f"llama-cpp-python {llama_cpp.__version__}:", features())
    else:
        serve(Llama)


def features() -> str:
    """Which of the processor's extensions this build uses."""
    return llama_cpp.llama_print_system_info().decode().strip()


if __name__ == "__main__":
    main()
