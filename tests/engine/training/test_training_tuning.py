"""Teaching a model: state, LoRA and fine-tuning, as their user sees them."""

from __future__ import annotations

import errno
import json
import shutil

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import save_file  # noqa: E402

from engine.architectures import state_shapes  # noqa: E402
from engine.architectures.base import Shape  # noqa: E402
from engine.checkpoint import model_shape, open_checkpoint  # noqa: E402
from engine.runtimes.numpy_model import NumpyModel  # noqa: E402
from engine.styles import first_state, read_style  # noqa: E402
from engine.training import checkpoint, making, results  # noqa: E402
from engine.training.base_model import load_base  # noqa: E402
from engine.training.cli import main  # noqa: E402
from engine.training.model import initial_parameters  # noqa: E402
from engine.types import ModelInfo  # noqa: E402

SHAPE = Shape(2, 32, 2, 257)
BOOK = "\n\n".join(f"Paragraph {n} tells of a cat and of a dog." for n in range(20))
METHODS = ("state", "lora", "finetune")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A folder with a small model, whose tokens are bytes, and a book."""
    folder = tmp_path_factory.mktemp("tuning")
    (folder / "base").mkdir()
    torch.manual_seed(0)
    weights = initial_parameters(SHAPE, 0)
    noisy = {name: (w + 0.05 * torch.randn_like(w)).detach() for name, w in weights.items()}
    save_file(noisy, folder / "base/model.safetensors")
    (folder / "book.txt").write_text(BOOK, "utf-8")
    return folder


def command(root, method, out, *more, json_lines=True):
    return [
        *(method, "--model", str(root / "base"), "--source", str(root / "book.txt")),
        *("--out", str(root / out), "--context", "64", "--steps", "4", "--threads", "2"),
        *(("--json",) if json_lines else ()),
        *("--recurrence", "chunked", "--float32", *more),
    ]


def run(root, capsys, *arguments, status=0):
    """The events of one command."""
    capsys.readouterr()
    assert main(command(root, *arguments)) == status
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def network(root, out):
    """The network of a run that is over, with its best parameters."""
    saved = checkpoint.load(checkpoint.latest(root / out))
    return making.network_of(making.for_use(saved), saved.best.parameters)


def logits_of(path, tokens, style=None):
    """What the program computes with a model file, and maybe a style."""
    with open_checkpoint(path) as opened:
        shape = model_shape(opened)
        info = ModelInfo("base", "base", "rwkv7", 2, 32, 257, 0, "cpu", "none")
        model = NumpyModel(info, shape, opened)
        if style is not None:
            read = read_style(style, shape, load_base(path).key)
            model.load_state(first_state([(read, 1.0)], state_shapes(shape)))
        return model.prefill(tokens)


@pytest.mark.parametrize("method", METHODS)
def test_tuning_lowers_the_held_out_loss_and_the_program_computes_the_same(root, capsys, method):
    before = (root / "base/model.safetensors").read_bytes()
    events = run(root, capsys, method, method, "--lr", "0.3" if method == "state" else "0.01")
    assert events[0]["event"] == "started"
    assert events[0]["bytes_per_token"] == pytest.approx(1, abs=0.02)
    done = events[-1]
    assert (done["event"], done["outcome"]) == ("finished", "completed")
    assert done["bits_per_byte"]["after"] < 0.995 * done["bits_per_byte"]["before"]
    assert (root / "base/model.safetensors").read_bytes() == before
    tokens = [50, 60, 70, 80, 90]
    with torch.no_grad():
        wanted, _ = network(root, method).forward(torch.tensor([tokens]))
    style = root / "state/style.pth" if method == "state" else None
    found = logits_of(root / ("base" if style else method) / "model.safetensors", tokens, style)
    np.testing.assert_allclose(found, wanted[0, -1].numpy(), rtol=1e-3, atol=1e-4)
    plain = logits_of(root / "base/model.safetensors", tokens)
    assert np.abs(found - plain).max() > 0.01


def test_a_style_is_what_other_tools_read(root, capsys):
    run(root, capsys, "state", "interop", "--name", "Old tales")
    style = torch.load(root / "interop/style.pth", weights_only=True)
    assert {n: tuple(t.shape) for n, t in style.items()} == {
        f"blocks.{i}.att.time_state": (2, 16, 16) for i in range(2)
    }
    assert {tensor.dtype for tensor in style.values()} == {torch.float32}
    assert read_style(root / "interop/style.pth", SHAPE).name == "Old tales"


@pytest.mark.parametrize("method", METHODS)
def test_a_stopped_tuning_goes_on_exactly(root, capsys, method):
    straight, parts = f"{method}-straight", f"{method}-parts"
    options = ("--blas", "torch", "--eval-every", "2", "--accumulate", "2", "--segment", "32")
    run(root, capsys, method, straight, *options)
    stopped = run(root, capsys, method, parts, *options, "--minutes", "1e-9")
    assert stopped[-1]["outcome"] == "stopped"
    assert stopped[-1]["files"] == []
    events = run(root, capsys, method, parts, "--resume", "--eval-every", "2")
    assert [e["step"] for e in events if e["event"] == "step"] == [2, 3, 4]
    assert all(
        torch.equal(network(root, straight).parameters[name], value)
        for name, value in network(root, parts).parameters.items()
    )
    for name in ("adapter.safetensors", "model.safetensors"):
        if (root / straight / name).exists():
            assert (root / straight / name).read_bytes() == (root / parts / name).read_bytes()


def test_a_tuning_that_gets_worse_ends_early_and_keeps_the_best(root, capsys):
    more = ("--lr", "0.9", "--steps", "50", "--eval-every", "1", "--patience", "2")
    events = run(root, capsys, "finetune", "worse", *more)
    assert events[-1]["outcome"] == "no_better"
    losses = {e["step"]: e["bits_per_byte"]["heldout"] for e in events if e["event"] == "heldout"}
    best = min(losses, key=losses.get)
    assert max(losses) == best + 2 < 50
    assert events[-1]["bits_per_byte"]["after"] == pytest.approx(losses[best])


def test_answers_alone_are_learnt_from_a_chat_file(root, capsys):
    turns = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Miau miau"}]
    lines = [json.dumps({"messages": turns})] * 60
    (root / "chat.jsonl").write_text("\n".join(lines), "utf-8")
    arguments = command(root, "state", "chat")
    arguments[arguments.index(str(root / "book.txt"))] = str(root / "chat.jsonl")
    assert main(arguments) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[-1]["bits_per_byte"]["after"] < events[-1]["bits_per_byte"]["before"]


def test_plain_words_instead_of_json(root, capsys):
    assert main(command(root, "state", "words", json_lines=False)) == 0
    assert "completed; held out, bits per byte: before" in capsys.readouterr().out


def test_errors_come_as_an_event_and_in_words(root, capsys):
    (root / "short.txt").write_text("Too short.", "utf-8")
    arguments = command(root, "state", "short")
    arguments[arguments.index(str(root / "book.txt"))] = str(root / "short.txt")
    assert main(arguments) == 1
    told = capsys.readouterr()
    event = json.loads(told.out)
    assert event["event"] == "error"
    assert event["message"].startswith("There is too little text: {tokens}")
    assert event["params"].keys() == {"tokens", "heldout"}
    assert told.err.startswith("error: There is too little text: ")
    assert not (root / "short").exists()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--source", "{root}/none.txt"], "none.txt cannot be read"),
        (["--source", "{root}/base/model.safetensors"], "is not a text file"),
        (["--model", "{root}/none"], "none"),
        (["--model", "{root}/book.txt"], "book.txt"),
        (["--resume"], "holds no checkpoint"),
        (["--heldout-part", "1.5"], "between 0 and 1"),
        (["--batch", "0"], "at least 1"),
    ],
)
def test_mistakes_are_told_in_one_line(root, capsys, more, message):
    more = [part.format(root=root) for part in more]
    assert main(command(root, "lora", "mistake", *more)) == 1
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1


def test_a_run_goes_on_only_as_it_began(root, capsys):
    shutil.copytree(root / "base", root / "moved")
    moved = command(root, "state", "bound", "--minutes", "1e-9")
    moved[moved.index(str(root / "base"))] = str(root / "moved")
    assert main(moved) == 0
    assert main(command(root, "lora", "bound", "--resume")) == 1
    assert "is another one: state" in capsys.readouterr().err
    assert main(command(root, "state", "bound")) == 1
    assert "already holds a run" in capsys.readouterr().err
    path = root / "moved/model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\x77")
    assert main(command(root, "state", "bound", "--resume")) == 1
    assert "not the model that this run began with" in capsys.readouterr().err


@pytest.mark.parametrize("method", ["state", "lora"])
def test_a_full_disk_at_the_end_loses_nothing(root, capsys, monkeypatch, method):
    out = f"{method}-full"

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(results, "write_style" if method == "state" else "_replace", full)
        assert main(command(root, method, out)) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert not list((root / out).glob("*.tmp"))
    assert run(root, capsys, method, out, "--resume")[-1]["outcome"] == "completed"
    assert list((root / out).glob("*.safetensors" if method == "lora" else "style.pth"))


def test_a_style_shows_in_the_text_and_a_foreign_one_is_refused(root, capsys):
    run(root, capsys, "state", "shown", "--lr", "0.1")
    sample = ["sample", "--model", str(root / "base"), "--seed", "1", "--max-tokens", "20", "A cat"]
    style = ["--style", str(root / "shown/style.pth")]
    texts = []
    for more in ([], style, [*style, "--strength", "0"]):
        assert main([*sample, *more]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[2] != texts[1]
    assert all(text.startswith("A cat") for text in texts)
    shutil.copytree(root / "base", root / "other")
    path = root / "other/model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\x77")
    sample[2] = str(root / "other")
    assert main([*sample, *style]) == 1
    assert "“shown” was made with another model" in capsys.readouterr().err
    assert main(["sample", "x"]) == 1
    assert "--model" in capsys.readouterr().err
