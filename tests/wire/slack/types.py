"""Slack's own types as a check: messages and views as TypeScript literals, looked over by ``tsc`` all in one run."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
# The exported View and message arguments take any block at all; these take only blocks that there are.
HEAD = """\
import type { KnownBlock, PlainTextElement } from '@slack/types';
interface Message { text: string; blocks: KnownBlock[] }
interface Modal { type: 'modal'; callback_id?: string; title: PlainTextElement; submit?: PlainTextElement;
  close?: PlainTextElement; private_metadata?: string; blocks: KnownBlock[] }
interface Home { type: 'home'; blocks: KnownBlock[] }
"""
OPTIONS = (
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--skipLibCheck",
    "--moduleResolution",
    "bundler",
    "--module",
    "esnext",
)


def installed() -> Path:
    """The compiler, installed as locked the first time. Without Node the test is skipped, and says so."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Needs Node and npm, for Slack's own types.")
    compiler = HERE / "node_modules" / "typescript" / "bin" / "tsc"
    if not compiler.exists():
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    return compiler


def complaints(messages: Sequence[Any], views: Sequence[Any]) -> str:
    """What the compiler says of these; empty when all of them are what Slack's types describe."""
    compiler = installed()
    lines = [HEAD]
    lines += [f"export const m{n}: Message = {json.dumps(message)};" for n, message in enumerate(messages)]
    kinds = {"modal": "Modal", "home": "Home"}
    lines += [f"export const v{n}: {kinds[view['type']]} = {json.dumps(view)};" for n, view in enumerate(views)]
    file = HERE / "node_modules" / ".checked.ts"
    file.write_text("\n".join(lines))
    done = subprocess.run(
        ["node", str(compiler), *OPTIONS, str(file)], cwd=HERE, capture_output=True, text=True, check=False
    )
    return done.stdout
