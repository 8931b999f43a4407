"""Generators: an OpenAI-like server on this machine, scripted replies, and the packaged model."""

from __future__ import annotations

import json
import os
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.errors import DocumentError, GenerationError, ModelError
from rag.assistant import make_generator
from rag.generate import LlamaGenerator, OpenAIGenerator, ScriptedGenerator, collect
from rag.models import QWEN_15B, ensure
from rag.settings import ROOT, Settings


@contextmanager
def served(body: str, status: int = 200, declared: int | None = None):
    """A server that gives one reply to every request, and the requests that it got."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            requests.append((self.path, dict(self.headers), json.loads(sent)))
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream")
            if declared is not None:
                self.send_header("Content-Length", str(declared))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


def event(text: str) -> str:
    return "data: " + json.dumps({"choices": [{"delta": {"content": text}}]}) + "\n\n"


ROLE = 'data: {"choices": [{"delta": {"role": "assistant"}}]}\n\n'
END = 'data: {"choices": [], "usage": {"total_tokens": 7}}\n\ndata: [DONE]\n\n'


def test_pieces_of_an_event_stream_come_in_order():
    body = ": comment\n\n" + ROLE + event("产值") + event("140亿元") + event("") + END
    with served(body) as (url, _):
        pieces = list(OpenAIGenerator(url, "m").stream("s", "u", 9))
    assert [piece for piece in pieces if piece] == ["产值", "140亿元"]


def test_request_is_greedy_and_carries_prompt_model_and_key():
    with served(event("x") + END) as (url, requests):
        assert collect(OpenAIGenerator(url + "/", "qwen", "secret"), "SYS", "USER", 77) == "x"
        assert collect(OpenAIGenerator(url, "qwen"), "SYS", "USER", 77) == "x"
    (path, headers, sent), (_, keyless, _) = requests
    assert (path, headers["Authorization"]) == ("/v1/chat/completions", "Bearer secret")
    assert "Authorization" not in keyless
    assert sent["messages"] == [
        {"role": "system", "content": "SYS"},
        {"role": "user", "content": "USER"},
    ]
    told = (sent["model"], sent["max_tokens"], sent["temperature"], sent["seed"], sent["stream"])
    assert told == ("qwen", 77, 0, 0, True)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_error_status_is_a_generation_error(status):
    with served("no", status) as (url, _):
        with pytest.raises(GenerationError, match=rf"cannot be used .*{status}.*PLANQA_OPENAI_URL"):
            collect(OpenAIGenerator(url, "m"), "s", "u", 9)


@pytest.mark.parametrize(
    "body", ["data: not json\n\n", 'data: {"error": {"message": "no such model"}}\n\n']
)
def test_bad_event_is_a_generation_error(body):
    with served(event("begun") + body) as (url, _):
        pieces = OpenAIGenerator(url, "m").stream("s", "u", 9)
        assert next(pieces) == "begun"
        with pytest.raises(GenerationError):
            list(pieces)


def test_absent_server_is_a_generation_error():
    with served("") as (url, _):
        pass
    with pytest.raises(GenerationError, match="check PLANQA_OPENAI_URL"):
        collect(OpenAIGenerator(url, "m"), "s", "u", 9)


def test_scripted_replies_are_played_once_each_and_prompts_kept():
    generator = ScriptedGenerator("一二", "x")
    assert list(generator.stream("s", "first", 9)) == ["一", "二"]
    assert [collect(generator, "s", "more", 9) for _ in range(2)] == ["x", ""]
    assert generator.prompts == ["first", "more", "more"]


def test_settings_choose_the_generator(tmp_path):
    assert make_generator(Settings(generator="none")) is None
    chosen = make_generator(Settings(generator="openai", generator_model="qwen"))
    assert chosen.name == "openai:qwen"
    assert make_generator(Settings(generator="openai")).name == "openai:default"
    with pytest.raises(DocumentError, match="set PLANQA_GENERATOR_MODEL"):
        make_generator(Settings(generator="transformers"))


def test_missing_model_file_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"no model file .*none\.gguf; run planqa models"):
        LlamaGenerator(tmp_path / "none.gguf")


# The packaged model


def listening() -> set[str]:
    """Inodes of the TCP sockets on which this process listens."""
    own = set()
    for link in Path("/proc/self/fd").iterdir():
        try:
            own.add(os.readlink(link))
        except FileNotFoundError:
            continue
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in own:
                found.add(fields[9])
    return found


@pytest.fixture(scope="module")
def before():
    return listening()


@pytest.fixture(scope="module")
def llama(before):
    generator = LlamaGenerator(ensure(QWEN_15B, ROOT / ".planqa"), 4)
    yield generator
    generator.close()


@pytest.mark.model
def test_llama_opens_no_port(llama, before):
    collect(llama, "You are brief.", "Say yes.", 4)
    assert listening() <= before


@pytest.mark.model
def test_socket_of_llama_is_closed_to_others(llama):
    assert llama._folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in llama._folder.iterdir()] in ([], ["llama.sock"])


@pytest.mark.model
def test_socket_of_llama_refuses_without_its_key(llama):
    import socket

    path = llama._folder / "llama.sock"
    if not path.exists():
        pytest.skip("this build of llama.cpp opens no socket file")
    body = b'{"messages": [{"role": "user", "content": "hi"}], "max_tokens": 1}'
    head = (
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(20)
        client.connect(str(path))
        client.sendall(head + body)
        assert b" 401 " in client.recv(200)


@pytest.mark.model
def test_llama_gives_the_same_text_for_the_same_prompt(llama):
    prompts = ("You answer briefly.", "Name three metals.")
    first = collect(llama, *prompts, 24)
    other = collect(llama, "You answer briefly.", "Name a river.", 8)
    assert first.strip() and other.strip()
    assert collect(llama, *prompts, 24) == first


@pytest.mark.model
def test_llama_can_be_stopped_in_the_middle_and_used_again(llama):
    pieces = llama.stream("You are a writer.", "Write a long story.", 200)
    assert next(pieces)
    pieces.close()
    assert collect(llama, "You are brief.", "Say yes.", 4).strip()


@pytest.mark.model
def test_file_that_is_no_model_is_a_model_error(tmp_path):
    path = tmp_path / "bad.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ModelError, match=r"cannot load .*bad\.gguf"):
        LlamaGenerator(path)
