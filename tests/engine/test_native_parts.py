"""The compiled operations beside RWKV-7's core do what torch's do, with their gradients."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from engine.ops.torch_native import build  # noqa: E402
from engine.ops.torch_native_parts import (  # noqa: E402
    NativeMixes,
    NativeReluSquared,
    NativeSoftmax,
)
from engine.ops.torch_ops import plain_mixes, plain_relu_squared, plain_softmax  # noqa: E402

TYPES = [torch.float32, torch.bfloat16]


@pytest.fixture(scope="module")
def library():
    found = build()
    if found is None:
        pytest.skip("no C compiler here")
    return found


@pytest.fixture
def random():
    return torch.Generator().manual_seed(1)


@pytest.mark.parametrize("made", TYPES)
@pytest.mark.parametrize("count", [1, 6])
def test_mixes_and_their_gradients(library, random, count, made):
    x, delta = (torch.randn(2, 5, 64, generator=random).requires_grad_() for _ in range(2))
    mixes = [torch.randn(64, generator=random).requires_grad_() for _ in range(count)]
    # As they often are: expanded, and not in the order of the memory.
    pulls = [torch.randn(5, 2, 64, generator=random).transpose(0, 1).to(made) for _ in mixes]
    results = []
    for function in (NativeMixes(library, made), plain_mixes):
        mixed = [value.to(made) for value in function(x, delta, mixes)]
        grads = torch.autograd.grad(mixed, [x, delta, *mixes], pulls)
        results.append([*mixed, *grads])
    for found, wanted in zip(*results, strict=True):
        assert found.dtype == wanted.dtype
        one_step = 1e-5 if found.dtype == torch.float32 else 8e-3  # a sum that is rounded once
        torch.testing.assert_close(found, wanted, rtol=one_step, atol=1e-5)


@pytest.mark.parametrize("made", TYPES)
@pytest.mark.parametrize("entries", [3, 16, 65, 640])
def test_softmax_and_its_gradient(library, random, entries, made):
    logits = (30 * torch.randn(7, entries, generator=random)).to(made)
    targets = torch.randint(0, entries, (7,), generator=random)
    importance = torch.rand(7, generator=random)
    importance[2] = 0
    loss, grad = NativeSoftmax(library)(logits.clone(), targets, importance)
    wanted_loss, wanted = plain_softmax(logits.double(), targets, importance.double())
    assert grad.dtype == made
    torch.testing.assert_close(loss.double(), wanted_loss, rtol=1e-5, atol=1e-6)
    coarse = 1e-5 if made == torch.float32 else 4e-3  # half a step of eight bits
    torch.testing.assert_close(grad.double(), wanted, rtol=coarse, atol=1e-6)


def test_softmax_of_what_is_not_a_number_says_so(library):
    logits = torch.zeros(1, 40)
    logits[0, 5] = float("nan")
    loss, _ = NativeSoftmax(library)(logits, torch.tensor([3]), torch.ones(1))
    assert not loss.isfinite()


@pytest.mark.parametrize("made", [*TYPES, torch.float64])
@pytest.mark.parametrize("width", [64, 5])
def test_relu_squared_and_its_gradient(library, random, width, made):
    x = torch.randn(3, width, generator=random).to(made).requires_grad_()
    pull = torch.randn(width, 3, generator=random).to(made).T
    results = []
    for function in (NativeReluSquared(library), plain_relu_squared):
        out = function(x)
        results.append([out, *torch.autograd.grad(out, x, pull)])
    for found, wanted in zip(*results, strict=True):
        assert found.dtype == made
        torch.testing.assert_close(found, wanted)


@pytest.mark.parametrize("value", [1.0, 1.00390625, 1.01171875, -1.005, 3e38, 1e-40, 0.0])
def test_bfloat16_is_rounded_as_torch_rounds(library, value):
    x = torch.full((1, 64), value)
    (narrow,) = NativeMixes(library, torch.bfloat16)(x, torch.zeros(1, 64), [torch.ones(64)])
    assert torch.equal(narrow, x.to(torch.bfloat16))
