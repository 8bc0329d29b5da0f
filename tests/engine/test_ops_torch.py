"""The torch operations: every form of the recurrence is the same function."""

from __future__ import annotations

import itertools

import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional  # noqa: E402

from engine.ops.torch_native import NativeWkv7, build  # noqa: E402
from engine.ops.torch_wkv import SHORT, wkv7_chunked, wkv7_serial  # noqa: E402

HEADS, SIZE, BATCH = 2, 16, 2


def recurrence_inputs(length, dtype=torch.float64, size=SIZE, seed=0):
    random = torch.Generator().manual_seed(seed)

    def normal(*shape):
        return torch.randn(*shape, generator=random, dtype=dtype)

    shape = (BATCH, length, HEADS, size)
    kappa = functional.normalize(normal(*shape), dim=-1)
    inputs = [
        normal(*shape),
        -0.6065 * torch.sigmoid(3 * normal(*shape)),
        normal(*shape),
        normal(*shape),
        kappa,
        kappa * torch.sigmoid(normal(*shape)),
        normal(BATCH, HEADS, size, size),
    ]
    return [x.requires_grad_() for x in inputs]


def outputs_and_gradients(function, inputs):
    y, state = function(*inputs)
    weight = torch.linspace(-1, 1, y.numel(), dtype=y.dtype).view_as(y)
    state_weight = torch.linspace(1, -1, state.numel(), dtype=y.dtype).view_as(state)
    loss = (y * weight).sum() + (state * state_weight).sum()
    return [y, state, *torch.autograd.grad(loss, inputs)]


def assert_same(found, wanted, tolerance=1e-5):
    for a, b in zip(found, wanted, strict=True):
        scale = b.abs().max().item() + 1e-30
        assert (a - b).abs().max().item() <= tolerance * scale


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("length", [1, SHORT + 1, 15, 16, 17, 31, 32, 33, 70])
def test_chunked_recurrence_equals_serial(length, dtype):
    inputs = recurrence_inputs(length, dtype)
    wanted = outputs_and_gradients(wkv7_serial, inputs)
    tolerance = 1e-5 if dtype == torch.float32 else 1e-12
    assert_same(outputs_and_gradients(wkv7_chunked, inputs), wanted, tolerance)


@pytest.mark.parametrize("chunk", [8, 16, 32, 64])
def test_chunk_length_does_not_matter(chunk):
    inputs = recurrence_inputs(50)
    found = outputs_and_gradients(lambda *x: wkv7_chunked(*x, chunk=chunk), inputs)
    assert_same(found, outputs_and_gradients(wkv7_serial, inputs), 1e-12)


@pytest.mark.parametrize("length", [32, 65])
def test_repeated_keys_without_decay_stay_exact(length):
    """Where a product of powers in place of the triangular inverse explodes."""
    inputs = recurrence_inputs(length, torch.float32, size=64)
    with torch.no_grad():
        _, log_w, k, _, kappa, b, _ = inputs
        log_w.fill_(-1e-4)
        kappa.copy_(kappa[:, :1].expand_as(kappa))
        k.copy_(kappa)
        b.copy_(kappa * 0.9999)
    wanted = outputs_and_gradients(wkv7_serial, inputs)
    assert_same(outputs_and_gradients(wkv7_chunked, inputs), wanted)


@pytest.mark.parametrize("cut", [1, 31, 32, 33, 60])
def test_state_carries_a_split_sequence(cut):
    *sequence, state = (x.detach() for x in recurrence_inputs(64))
    whole, last = wkv7_chunked(*sequence, state)
    first, middle = wkv7_chunked(*(x[:, :cut] for x in sequence), state)
    second, end = wkv7_chunked(*(x[:, cut:] for x in sequence), middle)
    assert_same([torch.cat([first, second], 1), end], [whole, last], 1e-12)


def test_gradients_of_the_chunked_form_are_right():
    inputs = [x.detach()[:1, :, :1].clone() for x in recurrence_inputs(9, size=4)[:6]]
    state = torch.randn(1, 1, 4, 4, dtype=torch.float64)
    inputs = [x.requires_grad_() for x in [*inputs, state]]
    assert torch.autograd.gradcheck(lambda *x: wkv7_chunked(*x, chunk=8), inputs)


@pytest.fixture(scope="module")
def native():
    library = build()
    if library is None:
        pytest.skip("no C compiler here")
    return NativeWkv7(library)


@pytest.mark.parametrize("length", [1, 15, 16, 17, 50])
def test_native_recurrence_equals_serial(native, length):
    inputs = recurrence_inputs(length, torch.float32, size=64)
    wanted = outputs_and_gradients(wkv7_serial, inputs)
    assert_same(outputs_and_gradients(native, inputs), wanted)


def test_native_recurrence_leaves_its_inputs_alone(native):
    inputs = recurrence_inputs(5, torch.float32, size=64)
    before = [x.detach().clone() for x in inputs]
    outputs_and_gradients(native, inputs)
    assert all(torch.equal(a, b) for a, b in zip(inputs, before, strict=True))


@pytest.mark.parametrize(("dtype", "size"), [(torch.float64, 64), (torch.float32, 16)])
def test_native_recurrence_hands_other_calls_on(native, dtype, size):
    inputs = recurrence_inputs(7, dtype, size)
    found, wanted = native(*inputs), wkv7_chunked(*inputs)
    assert all(torch.equal(a, b) for a, b in zip(found, wanted, strict=True))


def test_without_a_compiler_there_is_no_native_recurrence(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert build() is None


def test_a_compiler_that_fails_gives_no_native_recurrence(monkeypatch, tmp_path):
    for name in ("cc", "gcc", "clang"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert build() is None


def test_forms_agree_on_every_subset_of_empty_inputs():
    """Zeros are what padding is made of; none of them may divide by nothing."""
    for zeros in itertools.combinations(range(6), 2):
        inputs = recurrence_inputs(6)
        with torch.no_grad():
            for index in zeros:
                inputs[index].zero_()
        wanted = outputs_and_gradients(wkv7_serial, inputs)
        assert_same(outputs_and_gradients(wkv7_chunked, inputs), wanted, 1e-12)
