"""Runs BlinkDL's own package `rwkv` on checkpoints, in a process of its own.

    RWKV_V7_ON=0|1 python -m tests.tools.pip_rwkv TOKENS OUT FOLDER/MODEL.pth…

The package prints, compiles TorchScript and picks its model classes when it is imported, so that
no process can run both RWKV-7 and older models. Writes OUT/MODEL.npz: logits after every token,
read one by one (`serial`) and at once (`sequence`), and the states after the last one, in the
package's order. Knows nothing of our engine.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np


def main() -> None:
    tokens, out = json.loads(sys.argv[1]), Path(sys.argv[2])
    os.environ |= {"RWKV_JIT_ON": "1", "RWKV_CUDA_ON": "0"}
    import torch
    from rwkv.model import RWKV

    torch.set_num_threads(1)
    for file in map(Path, sys.argv[3:]):
        name = file if os.environ.get("RWKV_V7_ON") != "1" else file.with_suffix("")
        np.savez(out / f"{file.stem}.npz", **run(RWKV(str(name), "cpu fp32"), tokens))


def run(model, tokens: list[int]) -> dict[str, np.ndarray]:
    """Logits and states of both ways to read `tokens`."""
    state, serial = None, []
    for token in tokens:
        logits, state = model.forward([token], state)
        serial.append(logits.float().numpy().copy())
    sequence, after = model.forward(tokens, None, full_output=True)
    found = {"serial": np.stack(serial), "sequence": sequence.float().numpy()}
    found |= {f"serial_state_{i:02d}": part.numpy() for i, part in enumerate(state)}
    return found | {f"sequence_state_{i:02d}": part.numpy() for i, part in enumerate(after)}


if __name__ == "__main__":
    main()
