"""Who may import whom, and that heavy packages load only when they are used."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OWN = {"index", "rag", "evals", "app"}
PUBLIC = {
    "rag",
    "rag.assistant",
    "rag.english",
    "rag.report",
    "rag.settings",
    "rag.types",
    "rag.incentives",
    "rag.likeness",
    "rag.phrase",
    "rag.profile",
    "rag.terms",
    "rag.verify",
    "rag.wording",
    "index.build",
    "index.chunks",
    "index.consistency",
    "index.errors",
    "index.facts",
    "index.figures",
    "index.indicators",
    "index.measures",
    "index.quantities",
    "index.readers",
    "index.types",
}
# a heavy package → the modules that may import it, inside a function
HEAVY = {
    "torch": {"rag.e5", "rag.generate"},
    "sentence_transformers": {"index.embedding", "rag.e5"},
    "transformers": {"index.embedding", "rag.e5", "rag.generate"},
    "faiss": {"index.vectors"},
    "bm25s": {"index.keywords"},
    "jieba": {"index.words"},
    "docx": {"index.readers", "rag.incentives"},
    "langchain_text_splitters": {"evals.bench", "index.chunks"},
    "xllamacpp": {"rag.generate"},
    "gradio": {"app"},
}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for folder in ("index", "rag", "evals")
    for path in sorted((ROOT / folder).rglob("*.py"))
}
APP = ROOT / "app.py"


def imports(path):
    """(module, at top level) of every import that runs; blocks under TYPE_CHECKING do not."""
    found = []

    def walk(node, top):
        if isinstance(node, ast.Import):
            found.extend((alias.name, top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append((node.module, top))
            found.extend((f"{node.module}.{alias.name}", top) for alias in node.names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            walk(child, top and not inside)

    walk(ast.parse(path.read_text(encoding="utf-8")), True)
    return found


def own(path):
    """The project's modules that a file imports; names inside a module count as the module."""
    names = {name for name, _ in imports(path) if name.split(".")[0] in OWN}
    return {
        name if name in MODULES or "." not in name else name.rsplit(".", 1)[0] for name in names
    }


def in_room(room):
    return pytest.mark.parametrize("name", [n for n in MODULES if n.split(".")[0] == room])


def test_every_room_was_found():
    assert {name.split(".")[0] for name in MODULES} == {"index", "rag", "evals"}


def test_the_walk_sees_imports_in_functions_and_skips_type_checking(tmp_path):
    path = tmp_path / "m.py"
    path.write_text(
        "import a\nfrom b import c\nif TYPE_CHECKING:\n    import d\n"
        "def f():\n    import e\ntry:\n    import g\nexcept ImportError:\n    pass\n",
        encoding="utf-8",
    )
    assert imports(path) == [("a", True), ("b", True), ("b.c", True), ("e", False), ("g", True)]


@in_room("index")
def test_index_knows_no_other_room(name):
    assert {module.split(".")[0] for module in own(MODULES[name])} <= {"index"}


@in_room("rag")
def test_rag_knows_only_index(name):
    """The command line alone starts the page, and only when asked to."""
    known = {module.split(".")[0] for module in own(MODULES[name])}
    at_top = {m.split(".")[0] for m, top in imports(MODULES[name]) if top} & OWN
    assert known <= {"index", "rag"} | ({"app"} if name == "rag.cli" else set())
    assert at_top <= {"index", "rag"}


@in_room("evals")
def test_evals_use_only_what_is_public(name):
    rooms = {m for m in own(MODULES[name]) if m.split(".")[0] != "evals"}
    assert rooms <= PUBLIC


@pytest.mark.parametrize("name", list(MODULES))
def test_heavy_packages_are_imported_in_functions_of_their_own_module(name):
    for module, top in imports(MODULES[name]):
        heavy = module.split(".")[0]
        if heavy in HEAVY:
            assert name in HEAVY[heavy], f"{name} imports {heavy}"
            assert not top, f"{name} imports {heavy} at module level"


def test_each_heavy_package_is_used_by_the_modules_named_for_it():
    """A name left in the table after its import went would let a new one in unseen."""
    files = MODULES | ({"app": APP} if APP.exists() else {})
    used = {
        (module.split(".")[0], name)
        for name, path in files.items()
        for module, _ in imports(path)
        if module.split(".")[0] in HEAVY
    }
    named = {(heavy, name) for heavy, names in HEAVY.items() for name in names if name in files}
    assert used == named


@pytest.mark.parametrize("name", list(MODULES))
def test_no_circle_of_imports_at_module_level(name):
    seen, todo = set(), [name]
    while todo:
        current = todo.pop()
        for module, top in imports(MODULES[current]):
            if top and module in MODULES and module not in seen:
                seen.add(module)
                todo.append(module)
    assert name not in seen


@pytest.mark.parametrize(
    "module", ["rag", "rag.assistant", "rag.cli", "rag.page.chat", "index.build", "evals.cases"]
)
def test_importing_loads_nothing_heavy(module):
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & {set(HEAVY)!r}))"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.split() == []
