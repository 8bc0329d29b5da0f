"""The networks that RWKV is compared with: of equal size, causal, trained by the same command."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from engine.architectures.base import Shape  # noqa: E402
from engine.training import making  # noqa: E402
from engine.training.data import HeldOut  # noqa: E402
from engine.training.evaluate import bits_per_byte  # noqa: E402
from engine.training.plans import Plan  # noqa: E402
from engine.training.settings import TrainingSettings  # noqa: E402
from engine.types import UserError  # noqa: E402

SHAPE = Shape(2, 64, 2, 60)
SETTINGS = TrainingSettings(steps=2, batch=2, context=32, bfloat16=False)
BOTH = pytest.mark.parametrize("model", ["gpt", "lstm"])


def network(model, **changes):
    begin = making.start(SHAPE, TrainingSettings(**SETTINGS.to_dict() | changes), Plan(model=model))
    return making.network_of(begin, begin.parameters)


def count(found):
    return sum(value.numel() for value in found.parameters.values())


@BOTH
def test_it_has_the_size_of_the_rwkv(model):
    assert count(network(model)) == pytest.approx(count(network("rwkv7")), rel=0.03)


@BOTH
def test_no_token_sees_a_later_one(model):
    found = network(model)
    tokens = torch.randint(0, 60, (1, 20), generator=torch.Generator().manual_seed(0))
    changed = tokens.clone()
    changed[0, 12] = (changed[0, 12] + 1) % 60
    with torch.no_grad():
        one, two = found.forward(tokens)[0], found.forward(changed)[0]
    torch.testing.assert_close(one[:, :12], two[:, :12])
    assert (one[:, 12:] - two[:, 12:]).abs().max() > 1e-4


@BOTH
def test_it_goes_on_from_what_it_read(model):
    found = network(model)
    tokens = torch.randint(0, 60, (2, 24), generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        whole, _ = found.forward(tokens)
        _, state = found.forward(tokens[:, :10])
        rest, _ = found.forward(tokens[:, 10:], state)
    torch.testing.assert_close(rest, whole[:, 10:], rtol=1e-4, atol=1e-5)


@BOTH
@pytest.mark.parametrize("bfloat16", [False, True])
def test_every_parameter_gets_a_gradient(model, bfloat16):
    found = network(model, bfloat16=bfloat16)
    windows = torch.randint(0, 60, (2, 33), generator=torch.Generator().manual_seed(0))
    found.loss_sum(windows, torch.ones(2, 32)).backward()
    named = found.parameters.items()
    assert [n for n, v in named if v.grad is None or not v.grad.abs().sum() > 0] == []


@BOTH
def test_a_fresh_one_guesses(model):
    tokens = np.random.default_rng(0).integers(0, 60, 900).astype(np.uint16)
    guessing = np.log2(60) * 900 / 3600
    found = bits_per_byte(network(model), HeldOut("x", tokens, 3600))
    assert found == pytest.approx(guessing, rel=0.1)


def test_only_rwkv_is_exported(tmp_path, capsys):
    from engine.training.cli import main

    def ran(*arguments):
        return main([part.format(tmp_path) for part in arguments]) == 0

    (tmp_path / "tales.txt").write_text("A cat met a dog. " * 100, "utf-8")
    assert ran("tokenizer", "--source", "{}/tales.txt", "--vocab", "300", "--out", "{}/t.json")
    source = ("--source", "{}/tales.txt:9", "--tokenizer", "{}/t.json")
    assert ran("prepare", *source, "--out", "{}/data")
    small = ("--layers", "1", "--width", "64", "--context", "16", "--batch", "2", "--steps", "2")
    data = ("--data", "{}/data")
    small += ("--threads", "2")
    assert ran("pretrain", *data, "--out", "{}/run", *small, "--model", "gpt")
    assert ran("evaluate", "--run", "{}/run", *data)
    assert not ran("export", "--run", "{}/run", *data, "--out", "{}/model")
    assert "Only RWKV models" in capsys.readouterr().err


def test_settings_of_the_schedule():
    cosine = TrainingSettings(steps=110, warmup=10, learning_rate=0.1, schedule="cosine")
    rates = [cosine.rate(step) for step in range(110)]
    assert rates[9] == pytest.approx(0.1)
    assert rates[60] == pytest.approx(0.055)
    assert rates[-1] == pytest.approx(0.01, rel=0.01)
    assert rates[10:] == sorted(rates[10:], reverse=True)
    with pytest.raises(UserError):
        TrainingSettings(steps=1, schedule="linear")
