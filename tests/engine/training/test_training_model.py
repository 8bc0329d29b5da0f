"""The model in training: its start, its loss, and that it is the same RWKV-7 as elsewhere."""

from __future__ import annotations

import math

import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional  # noqa: E402

from engine.architectures.base import Shape  # noqa: E402
from engine.ops.torch_matmul import numpy_matmul  # noqa: E402
from engine.ops.torch_ops import Kernels  # noqa: E402
from engine.ops.torch_wkv import wkv7_serial  # noqa: E402
from engine.training.head_loss import ROWS, head_loss  # noqa: E402
from engine.training.model import LanguageModel, initial_parameters  # noqa: E402
from engine.training.optimizer import make_optimizer, set_rate  # noqa: E402
from engine.training.settings import TrainingSettings  # noqa: E402

SHAPE = Shape(2, 32, 2, 50)


def parameters(seed=0, noise=0.05):
    """Not the start values alone: those leave whole branches at nought."""
    torch.manual_seed(seed)
    values = initial_parameters(SHAPE, seed)
    for value in values.values():
        value.data += noise * torch.randn_like(value)
    return values


def some_tokens(rows=2, length=70):
    generator = torch.Generator().manual_seed(3)
    return torch.randint(0, SHAPE.vocab_size, (rows, length), generator=generator)


def loss(model, windows):
    """Mean nats per token."""
    return model.loss_sum(windows, torch.ones_like(windows[:, 1:]).float()) / windows[:, 1:].numel()


def test_a_fresh_model_knows_nothing():
    model = LanguageModel(SHAPE, initial_parameters(SHAPE, 0))
    assert loss(model, some_tokens()).item() == pytest.approx(math.log(50), rel=0.1)


def test_start_values_depend_on_the_seed_alone():
    one, same, other = (initial_parameters(SHAPE, seed) for seed in (1, 1, 2))
    assert all(torch.equal(one[name], same[name]) for name in one)
    assert not torch.equal(one["head.weight"], other["head.weight"])


def test_every_parameter_gets_a_gradient():
    values = parameters()
    loss(LanguageModel(SHAPE, values), some_tokens()).backward()
    assert [n for n, v in values.items() if v.grad is None or not v.grad.abs().sum() > 0] == []


def test_training_in_parallel_is_the_recurrent_network():
    """Parallel over time in training, one token after the other in use: same logits."""
    values, tokens = parameters(), some_tokens()
    with torch.no_grad():
        parallel, _ = LanguageModel(SHAPE, values).forward(tokens)
        model, state, steps = LanguageModel(SHAPE, values, Kernels(wkv7=wkv7_serial)), None, []
        for token in tokens.split(1, dim=1):
            logits, state = model.forward(token, state)
            steps.append(logits)
    torch.testing.assert_close(torch.cat(steps, 1), parallel, rtol=1e-5, atol=1e-5)


def test_parallel_gradients_are_those_of_the_recurrent_network():
    gradients = []
    forms = ({}, {"kernels": Kernels(wkv7=wkv7_serial)}, {"segment": 9})
    for options in (*forms, {"kernels": Kernels(matmul=numpy_matmul)}):
        values = parameters()
        loss(LanguageModel(SHAPE, values, **options), some_tokens()).backward()
        gradients.append([value.grad for value in values.values()])
    for parallel, *others in zip(*gradients, strict=True):
        for other in others:
            torch.testing.assert_close(parallel, other, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("matmul", [torch.matmul, numpy_matmul])
@pytest.mark.parametrize("rows", [1, ROWS, ROWS + 3])
def test_head_loss_is_cross_entropy(rows, matmul):
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(rows, 8, generator=generator, requires_grad=True)
    weight = torch.randn(30, 8, generator=generator, requires_grad=True)
    targets = torch.randint(0, 30, (rows,), generator=generator)
    importance = torch.rand(rows, generator=generator)
    found = head_loss(hidden, weight, targets, importance, Kernels(matmul=matmul))
    each = functional.cross_entropy(hidden @ weight.T, targets, reduction="none")
    wanted = (each * importance).sum()
    torch.testing.assert_close(found, wanted)
    pairs = zip(
        torch.autograd.grad(3 * found, [hidden, weight]),
        torch.autograd.grad(3 * wanted, [hidden, weight]),
        strict=True,
    )
    for a, b in pairs:
        torch.testing.assert_close(a, b, rtol=1e-3, atol=1e-5)


def test_a_few_steps_learn_a_pattern():
    values = initial_parameters(SHAPE, 0)
    model = LanguageModel(SHAPE, values)
    optimizer = make_optimizer(values, TrainingSettings(steps=40))
    windows = (torch.arange(33) % 7)[None].repeat(2, 1)
    losses = []
    for _ in range(40):
        set_rate(optimizer, 5e-3)
        optimizer.zero_grad()
        found = loss(model, windows)
        found.backward()
        optimizer.step()
        losses.append(found.item())
    assert losses[-1] < 0.1 * losses[0]


def test_weight_decay_touches_matrices_only():
    values = initial_parameters(SHAPE, 0)
    groups = make_optimizer(values, TrainingSettings(steps=1)).param_groups
    decayed = {id(v) for group in groups if group["weight_decay"] for v in group["params"]}
    names = {name for name, value in values.items() if id(value) in decayed}
    assert {"emb.weight", "head.weight", "blocks.1.att.key.weight"} <= names
    assert all(values[name].dim() == 2 for name in names)
    assert not any(".att.r_k" in name or ".ln" in name for name in names)


def test_the_rate_rises_stays_and_falls():
    settings = TrainingSettings(steps=100, warmup=10, learning_rate=0.1, decay_fraction=0.2)
    rates = [settings.rate(step) for step in range(100)]
    assert rates[0] == pytest.approx(0.01)
    assert rates[10:80] == pytest.approx([0.1] * 70)
    assert rates[90] == pytest.approx(0.05)
    assert 0 < rates[-1] < 0.01
