"""Generators behind one method: llama.cpp (packaged GGUF), transformers, an OpenAI-like server."""

from __future__ import annotations

import json
import queue
import secrets
import shutil
import threading
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from index.errors import GenerationError, ModelError
from rag.types import Generator

_WAIT = 120.0  # seconds without a piece of text before a generator counts as stuck


class LlamaGenerator:
    """A GGUF file in llama.cpp, in process.

    The library always starts an HTTP server; it is bound to a socket file that only this user can
    open, with a random key, so that no port is open.
    """

    def __init__(self, model: Path, threads: int = 0) -> None:
        import os

        import xllamacpp

        if not model.is_file():
            raise ModelError(f"no model file {model}; run planqa models, or name a .gguf file")
        count = threads or max(1, min(8, os.cpu_count() or 2))
        self._folder = Path(mkdtemp(prefix="planqa-llama-"))
        params = xllamacpp.CommonParams()
        params.model.path = str(model)
        params.n_ctx = 2048
        params.n_parallel = 1
        params.cpuparams.n_threads = count
        params.cpuparams_batch.n_threads = count
        params.verbosity = -1
        params.ui = False
        params.hostnames = [str(self._folder / "llama.sock")]
        params.api_keys = [secrets.token_hex(24)]
        self.name = f"llama:{model.stem}"
        self._lock = threading.Lock()
        try:
            self._server = xllamacpp.Server(params)
        except (RuntimeError, ValueError, OSError) as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise ModelError(f"llama.cpp cannot load {model} ({error})") from error

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Pieces of the reply as they come; greedy, so the same prompt gives the same text."""
        request = {**_chat(system, user, max_tokens), "stream": True, "cache_prompt": True}
        pieces: queue.Queue[str | BaseException | None] = queue.Queue()
        stopped = threading.Event()

        def receive(chunk: Any) -> bool:  # noqa: ANN401 - decoded JSON of llama.cpp
            for item in chunk if isinstance(chunk, list) else [chunk]:
                pieces.put(_delta(item))
            return stopped.is_set()

        def work() -> None:
            try:
                self._server.handle_chat_completions(request, receive)
            except BaseException as error:  # handed to the caller's thread
                pieces.put(error)
            else:
                pieces.put(None)

        with self._lock:
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            try:
                yield from _drain(pieces)
            finally:
                stopped.set()
                thread.join(timeout=_WAIT)

    def close(self) -> None:
        """Remove the socket folder."""
        shutil.rmtree(self._folder, ignore_errors=True)


class TransformersGenerator:
    """Any causal language model folder or hub name in transformers; on a GPU when there is one."""

    def __init__(self, name: str, *, local_only: bool = True) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        try:
            self._tokenizer = AutoTokenizer.from_pretrained(name, local_files_only=local_only)
            self._model = AutoModelForCausalLM.from_pretrained(
                name,
                local_files_only=local_only,
                dtype="auto" if torch.cuda.is_available() else torch.float32,
            )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the language model {name} cannot be loaded ({str(error).splitlines()[0]}); "
                "set PLANQA_GENERATOR_MODEL to a model folder"
            ) from error
        if torch.cuda.is_available():
            self._model = self._model.to("cuda")
        self.name = f"transformers:{Path(name).name}"

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Pieces of the reply as they come, greedy."""
        from transformers import TextIteratorStreamer

        messages = _chat(system, user, max_tokens)["messages"]
        inputs = self._tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
        ).to(self._model.device)
        streamer = TextIteratorStreamer(
            self._tokenizer, skip_prompt=True, skip_special_tokens=True, timeout=_WAIT
        )
        options = {"max_new_tokens": max_tokens, "do_sample": False, "streamer": streamer}
        thread = threading.Thread(
            target=self._model.generate, kwargs={**inputs, **options}, daemon=True
        )
        thread.start()
        try:
            yield from streamer
        except queue.Empty as error:
            raise GenerationError("the language model gave no text in time; try again") from error
        finally:
            thread.join(timeout=_WAIT)


class OpenAIGenerator:
    """A server that speaks the OpenAI chat protocol (vLLM, llama-server, Ollama, …)."""

    def __init__(self, url: str, model: str, key: str = "") -> None:
        self._url = url.rstrip("/") + "/chat/completions"
        self._model, self._key = model, key
        self.name = f"openai:{model}"

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Pieces of the reply from the server's event stream."""
        body = {**_chat(system, user, max_tokens), "model": self._model, "stream": True}
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            request = urllib.request.Request(self._url, json.dumps(body).encode(), headers)
            with urllib.request.urlopen(request, timeout=_WAIT) as reply:
                for raw in reply:
                    line = raw.decode("utf-8").strip()
                    data = line.removeprefix("data:").strip()
                    event = line.startswith("data:") and data != "[DONE]"
                    if event or line.startswith("{"):  # an event, or a plain body with an error
                        yield _delta(json.loads(data))
        except (HTTPException, OSError, ValueError, AttributeError, TypeError) as error:
            raise GenerationError(
                f"the server {self._url} cannot be used ({error}); check PLANQA_OPENAI_URL and its key"
            ) from error


class ScriptedGenerator:
    """Replies given in advance, for tests and demonstrations."""

    def __init__(self, *replies: str) -> None:
        self.name = "scripted"
        self.prompts: list[str] = []
        self._replies = list(replies)

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """The next reply, character by character."""
        self.prompts.append(user)
        yield from self._replies.pop(0) if self._replies else ""


def collect(generator: Generator, system: str, user: str, max_tokens: int) -> str:
    """The whole reply as one text."""
    return "".join(generator.stream(system, user, max_tokens))


def _chat(system: str, user: str, max_tokens: int) -> dict[str, Any]:
    return {
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        "max_tokens": max_tokens,
        "temperature": 0,
        "seed": 0,
    }


def _delta(chunk: Any) -> str:  # noqa: ANN401 - decoded JSON of a server
    choices = chunk.get("choices") if isinstance(chunk, dict) else None
    if isinstance(chunk, dict) and "error" in chunk:
        raise GenerationError(f"the generator failed: {chunk['error']}")
    return str((choices[0].get("delta") or {}).get("content") or "") if choices else ""


def _drain(pieces: queue.Queue[str | BaseException | None]) -> Iterator[str]:
    while True:
        try:
            piece = pieces.get(timeout=_WAIT)
        except queue.Empty as error:
            raise GenerationError("the language model gave no text in time; try again") from error
        if piece is None:
            return
        if isinstance(piece, BaseException):
            raise GenerationError(f"the language model failed ({piece}); try again") from piece
        if piece:
            yield piece
