"""The trainer's commands that work on text alone. Knows no models and needs no torch."""

from __future__ import annotations

import argparse
from pathlib import Path

from tokenizers import Tokenizer

from engine.training import data
from engine.training.text import read_documents
from engine.training.tokenizer import train_tokenizer
from engine.types import UserError


def tokenizer(options: argparse.Namespace) -> None:
    """Train a vocabulary."""
    if not 300 <= options.vocab <= 65536:
        raise UserError("A vocabulary has 300 to 65,536 entries, not {n}.", n=options.vocab)
    sources = [parse_source(text) for text in options.source]
    documents = [document for source in sources for document in read_documents(source.path)]
    trained = train_tokenizer(documents, options.vocab)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    data.save_tokenizer(trained, options.out)
    print(f"{trained.get_vocab_size()} entries in {options.out}")


def prepare(options: argparse.Namespace) -> None:
    """Write a data folder."""
    counts = data.prepare(
        read_tokenizer(options.tokenizer),
        [parse_source(text) for text in options.source],
        options.heldout,
        options.out,
        options.seed,
        0.0 if options.heldout else options.heldout_part,
    )
    train = counts["train"]
    print(f"{train['documents']:,} documents, {train['tokens']:,} tokens in {options.out}")


def parse_source(text: str) -> data.Source:
    """FILE or FILE:REPEAT. The colon of a Windows drive parts nothing."""
    name, colon, repeat = text.rpartition(":")
    try:
        times = float(repeat) if colon else 1.0
    except ValueError:
        name, times = text, 1.0
    if not 0 < times <= 1000:
        raise UserError("{source} must be seen more than 0 and at most 1,000 times.", source=text)
    return data.Source(Path(name if colon else text), times)


def read_tokenizer(path: Path) -> Tokenizer:
    """Raises `UserError` if the file is missing or is no tokenizer."""
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises bare Exception for every fault
        raise UserError(
            "{path} cannot be read as a tokenizer.",
            "Make one with: python -m engine.training tokenizer",
            path=path,
        ) from error
