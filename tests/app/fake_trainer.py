"""Stands in for the trainer: prints what it would, and misbehaves on request.

Run as `fake_trainer.py BEHAVIOUR state --json …`.
"""

import json
import os
import sys
import time
from pathlib import Path


def say(**values):
    print(json.dumps(values), flush=True)


def learn(out: Path, steps: int, pause: float, name: str):
    out.mkdir(parents=True)
    say(event="started", method="state", parameters=10, step=0, steps=steps, bytes_per_token=3.0)
    say(event="heldout", step=0, bits_per_byte={"heldout": 3.0})
    for step in range(1, steps + 1):
        time.sleep(pause)
        loss = 6.2 - 0.8 * step / steps + 0.1 * (-1) ** step
        left = pause * (steps - step)
        say(event="step", step=step, steps=steps, loss=loss, rate=0.01, seconds_left=left)
        if step % 10 == 0:
            say(event="heldout", step=step, bits_per_byte={"heldout": 3.0 - 0.5 * step / steps})
    style = out / "style.pth"
    style.write_bytes(b"style " + name.encode())
    bits = {"before": 3.0, "after": 2.5}
    say(event="finished", outcome="completed", files=[str(style)], bits_per_byte=bits)


def main() -> int:
    behaviour, rest = sys.argv[1], sys.argv[2:]
    options = dict(word[2:].split("=", 1) for word in rest if word.startswith("--") and "=" in word)
    out = Path(options["out"])
    (out.parent / "asked.json").write_text(json.dumps(rest), "utf-8")
    if behaviour == "crash":
        say(event="started", steps=5)
        os.abort()
    if behaviour == "complain":
        say(event="error", message="Too little: {n} tokens.", hint="Add more.", params={"n": "7"})
        return 1
    if behaviour == "full":
        print("error: run/step.pt: No space left on device.", file=sys.stderr)
        return 1
    if behaviour == "silent":
        return 0
    if behaviour == "hang":
        out.mkdir()
        time.sleep(600)
    if behaviour == "garbage":
        sys.stdout.buffer.write(b"\xff\xfe not json\n[1, 2]\n" + b"x" * 3_000_000 + b"\n")
        print("Warning: nothing", file=sys.stderr)
    learn(out, 30, 0.08 if behaviour == "slow" else 0.0, options["name"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
