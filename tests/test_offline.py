"""Everything works without a network: only unix sockets may be used, anything else raises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import write_corpus

from rag.settings import ROOT

GUARD = """
import socket, sys

class Blocked(BaseException):
    "Not an Exception, so that no library can pass over it."

def blocked(*arguments, **options):
    raise Blocked(f"network used: {arguments}")

def only_unix(method):
    def guarded(self, address, *arguments):
        if self.family != socket.AF_UNIX:
            blocked(address)
        return method(self, address, *arguments)
    return guarded

for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, only_unix(getattr(socket.socket, name)))
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = blocked
from rag.cli import main
sys.exit(main(sys.argv[1:]))
"""
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def planqa(tmp_path_factory):
    """Runs a command in a process without network, over a fresh home with the assembled models."""
    folder = tmp_path_factory.mktemp("offline")
    documents = write_corpus(folder / "documents")
    home = folder / "home"
    home.mkdir()
    models = ROOT / ".planqa" / "models"
    if models.is_dir():  # assembling 1 GB again would show nothing more
        (home / "models").symlink_to(models)
    told = {
        "PLANQA_HOME": str(home),
        "PLANQA_DOCUMENTS": str(documents),
        "PLANQA_THREADS": "4",
        "no_proxy": "*",
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", GUARD, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).resolve().parent.parent,
            env={k: v for k, v in os.environ.items() if not k.startswith(("PLANQA_", "HF_"))}
            | told,
            timeout=600,
        )

    return run


def test_guard_stops_the_network(planqa):
    code = GUARD.replace("sys.exit(main(sys.argv[1:]))", "socket.create_connection(('x', 1))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Blocked: network used" in done.stderr


def test_models_build_ask_and_show_need_no_network(planqa):
    for arguments, code, shown in (
        (("models",), 0, "multilingual-e5-small: verified"),
        (("build",), 0, "2 documents"),
        (
            ("ask", "2025年园区地区生产总值是多少？", "--generator", "none"),
            0,
            "69.88亿元（2025年）",
        ),
        (("ask", "苏州工业园区2030年产值是多少？", "--generator", "none"), 3, "不作答"),
        (("ask", "How many green factories are to be built by 2025?"), 0, "12"),
        (("show", "plan"), 0, "第二章"),
    ):
        done = planqa(*arguments)
        assert (done.returncode, "network used" in done.stderr) == (code, False), done.stderr
        assert shown in done.stdout
