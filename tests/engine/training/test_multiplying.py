"""Products by numpy's BLAS are those of torch, and the faster way is taken unless told."""

from __future__ import annotations

import argparse

import pytest

torch = pytest.importorskip("torch")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from engine.ops import torch_matmul  # noqa: E402
from engine.ops.torch_matmul import numpy_matmul  # noqa: E402
from engine.training import multiplying  # noqa: E402
from engine.training.multiplying import Multiplying, choose, one_thread  # noqa: E402

SIZES = st.integers(1, 5)


def options(*, float32=False, bfloat16=False, blas=None):
    return argparse.Namespace(float32=float32, bfloat16=bfloat16, blas=blas)


def with_gradients(matmul, x, w, grad):
    x, w = (value.detach().requires_grad_() for value in (x, w))
    product = matmul(x, w)
    return product, *torch.autograd.grad(product, (x, w), grad)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(SIZES, max_size=2), SIZES, SIZES, SIZES, st.booleans(), st.booleans(), st.integers()
)
def test_products_and_gradients_are_those_of_torch(outer, rows, inner, columns, turned, cut, seed):
    random = torch.Generator().manual_seed(seed % 1000)
    x = torch.randn(*outer, rows, 2 * inner, generator=random)
    x = x[..., ::2] if cut else x[..., :inner].contiguous()
    w = torch.randn(inner, columns, generator=random)
    w = w.T.contiguous().T if turned else w
    grad = torch.randn(*outer, columns, rows, generator=random).transpose(-1, -2)
    wanted = with_gradients(torch.matmul, x, w, grad)
    for found, value in zip(with_gradients(numpy_matmul, x, w, grad), wanted, strict=True):
        torch.testing.assert_close(found, value, atol=1e-5, rtol=1e-5)


def test_the_gradient_of_a_matrix_lies_as_the_matrix_does():
    kept = torch.randn(4, 3, requires_grad=True)
    (grad,) = torch.autograd.grad(numpy_matmul(torch.randn(2, 5, 3), kept.T).sum(), kept)
    assert grad.is_contiguous()


def test_only_wanted_gradients_are_made(monkeypatch):
    made = []
    product = torch_matmul._product
    monkeypatch.setattr(torch_matmul, "_product", lambda a, b: made.append(1) or product(a, b))
    x, w = torch.randn(2, 3, requires_grad=True), torch.randn(3, 4)
    numpy_matmul(x, w).sum().backward()
    assert len(made) == 2
    assert w.grad is None


def test_other_numbers_go_to_torch(monkeypatch):
    monkeypatch.setattr(torch_matmul, "_matmul", None)
    x, w = torch.ones(2, 3).bfloat16(), torch.ones(3, 4).bfloat16()
    assert numpy_matmul(x, w).dtype == torch.bfloat16


def test_the_faster_way_is_taken_unless_told(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    speeds = {(torch.matmul, torch.float32): 3, (numpy_matmul, torch.float32): 2}
    speeds[torch.matmul, torch.bfloat16] = 1
    monkeypatch.setattr(multiplying, "_seconds", lambda *way: speeds[way])
    assert choose(options()) == Multiplying(bfloat16=True)
    assert choose(options(float32=True)) == Multiplying(bfloat16=False, blas="numpy")
    speeds[torch.matmul, torch.float32] = 1.5
    assert choose(options(float32=True)) == Multiplying(bfloat16=False)
    assert choose(options(blas="numpy")) == Multiplying(bfloat16=False, blas="numpy")
    assert choose(options(bfloat16=True)) == Multiplying(bfloat16=True)


def test_without_the_means_to_limit_its_threads_numpy_is_not_taken(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(multiplying, "_numpy_can_be_limited", lambda: False)
    assert choose(options(float32=True)) == Multiplying(bfloat16=False)
    with one_thread():
        assert torch.get_num_threads() == 1


def test_on_a_graphics_card_numpy_is_never_taken(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    assert choose(options(blas="numpy")) == Multiplying(bfloat16=True)
    assert choose(options(float32=True)) == Multiplying(bfloat16=False)


def test_threads_are_as_before_afterwards():
    before = torch.get_num_threads()
    with one_thread():
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == before
