"""The compiled core of RWKV-7 is the one written in torch's operations, with its gradients."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from engine.architectures.base import Shape  # noqa: E402
from engine.ops.torch_native import build  # noqa: E402
from engine.ops.torch_native_core import NativeCore  # noqa: E402
from engine.ops.torch_native_parts import compiled as native  # noqa: E402
from engine.ops.torch_ops import Kernels  # noqa: E402
from engine.training.model import LanguageModel, initial_parameters  # noqa: E402
from engine.training.native_core import CompiledCore  # noqa: E402

SHAPE = Shape(3, 128, 2, 40)


@pytest.fixture(scope="module")
def library():
    found = build()
    if found is None:
        pytest.skip("no C compiler here")
    return found


def noisy_parameters(dtype=torch.float32):
    """As after some training: a fresh model's zeros would hide wrong gradients."""
    random = torch.Generator().manual_seed(1)
    return {
        name: (value + 0.1 * torch.randn(value.shape, generator=random)).detach().to(dtype)
        for name, value in initial_parameters(SHAPE, 0).items()
    }


def run(model, values, length, state=None):
    """Hidden values and gradients of parameters, and of the state to begin with."""
    random = torch.Generator().manual_seed(length)
    for value in values.values():
        value.requires_grad_()
    state = [{n: x.requires_grad_() for n, x in layer.items()} for layer in model.empty_state(2)]
    tokens = torch.randint(0, SHAPE.vocab_size, (2, length), generator=random)
    logits, last = model.forward(tokens, state)
    weights = torch.randn(logits.shape, generator=random).to(logits.dtype)
    loss = (logits * weights).sum() + sum(x.pow(2).sum() for layer in last for x in layer.values())
    leaves = [*values.values(), *(x for layer in state for x in layer.values())]
    return logits, *torch.autograd.grad(loss, leaves)


@pytest.mark.parametrize("length", [1, 16, 37])
def test_a_model_on_it_is_the_model_in_double_precision(library, length):
    values = noisy_parameters()
    exact = {name: value.double() for name, value in noisy_parameters().items()}
    kernels = native(Kernels(), library)
    compiled = LanguageModel(SHAPE, values, kernels, core=CompiledCore(NativeCore(library)))
    found = run(compiled, values, length)
    plain = run(LanguageModel(SHAPE, values), values, length)
    truths = run(LanguageModel(SHAPE, exact), exact, length)
    for value, other, truth in zip(found, plain, truths, strict=True):
        errors = ((x - truth).abs().mean() / (truth.abs().mean() + 1e-3) for x in (value, other))
        ours, torchs = (error.item() for error in errors)
        assert ours < 1e-6 + 3 * torchs


def test_in_narrow_products_it_is_as_good_as_the_other(library):
    values = noisy_parameters()
    kernels = Kernels(compute=torch.bfloat16)
    narrow = native(kernels, library)
    compiled = LanguageModel(SHAPE, values, narrow, core=CompiledCore(NativeCore(library)))
    exact = {name: value.double() for name, value in noisy_parameters().items()}
    found = run(compiled, values, 20)[0]
    other = run(LanguageModel(SHAPE, values, kernels), values, 20)[0]
    truth = run(LanguageModel(SHAPE, exact), exact, 20)[0]
    assert (found - truth).abs().mean() < 1.2 * (other - truth).abs().mean()


def test_a_key_of_nothing_gives_numbers(library):
    values = noisy_parameters()
    for layer in range(SHAPE.n_layer):
        values[f"blocks.{layer}.att.key.weight"].zero_()
    compiled = LanguageModel(SHAPE, values, core=CompiledCore(NativeCore(library)))
    plain = LanguageModel(SHAPE, values)
    for found, wanted in zip(run(compiled, values, 9), run(plain, values, 9), strict=True):
        assert found.isfinite().all()
        torch.testing.assert_close(
            found, wanted, rtol=1e-3, atol=1e-12 + 1e-3 * wanted.abs().max().item()
        )


@pytest.mark.parametrize("raw", [-1e4, -30.0, 0.0, 30.0, 1e4])
def test_gates_far_out_stay_finite(library, raw):
    values = noisy_parameters()
    values["blocks.1.att.w0"].fill_(raw)
    values["blocks.1.att.a0"].fill_(-raw)
    values["blocks.1.att.v0"].fill_(raw)
    compiled = LanguageModel(SHAPE, values, core=CompiledCore(NativeCore(library)))
    plain = LanguageModel(SHAPE, values)
    for found, wanted in zip(run(compiled, values, 9), run(plain, values, 9), strict=True):
        torch.testing.assert_close(
            found, wanted, rtol=1e-3, atol=1e-12 + 1e-3 * wanted.abs().max().item()
        )
