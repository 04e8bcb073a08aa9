"""The rules of the code base, as functions from a file's name and text to what breaks them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "journal", "reports", "education")
PACKAGES = (*APPS, "ldn_tracker")
# An app may import itself, the project package and these.
MAY_IMPORT = {"accounts": set(), "journal": {"accounts"}, "reports": {"accounts", "journal"}, "education": set()}
# Where rows are looked up without their owner, each with its reason.
UNSCOPED = {
    ("reports/tokens.py", "find_share"): "the holder of a link has no account: the token's digest is the key",
    ("reports/tidying.py", "may_go"): "the operator's broom sweeps what has ended, whoever it was of",
}
# Arithmetic that must stay pure, said in each docstring; a folder stands for everything in it.
PURE = (
    "accounts/days.py",
    "journal/alarm_signs.py",
    "journal/amounts.py",
    "journal/catalogue.py",
    "journal/emergency_numbers.py",
    "journal/figures",
    "journal/history_days.py",
    "journal/medicine_names.py",
    "journal/names.py",
    "journal/note_search.py",
    "journal/rules",
    "journal/red_flags.py",
    "journal/safety_cards.py",
    "journal/safety_questions.py",
    "journal/scales.py",
    "journal/strategies.py",
    "journal/synthetic",
    "reports/charts.py",
    "reports/drawing.py",
    "reports/periods.py",
    "reports/summaries.py",
)
# The files that make HTML without a template: Markdown, cleaned by nh3, and `fill_escaped`, which escapes many texts at once.
MAY_MAKE_HTML = ("education/markdown.py", "journal/markup.py")
# Whose formats `fill_escaped` fills: constants of theirs.
MAY_FILL = ("journal/templatetags/figures.py", "reports/templatetags/drawings.py")
NO_NAMES = {"utils", "helpers", "common", "core", "misc", "tools"}
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("timezone", "now"), ("time", "time")}
# Invented patients are drawn from a seed; nothing else may come from a guessable source.
GUESSABLE_ALLOWED = ("journal/synthetic/",)


@dataclass(frozen=True)
class Source:
    """A file of the code base, by its path from the root."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed Python."""
        return ast.parse(self.text)

    @property
    def app(self) -> str:
        """The package it belongs to."""
        return self.name.split("/")[0]

    @property
    def is_view(self) -> bool:
        """Whether its functions answer requests."""
        path = Path(self.name)
        return path.stem == "views" or path.stem.endswith("_views") or path.parent.name == "views"


def python_sources(*folders: str) -> list[Source]:
    """Return every Python file of the folders, migrations left out."""
    return [
        Source(str(path.relative_to(ROOT)), path.read_text())
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def template_sources() -> list[Source]:
    """Return every template."""
    paths = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
    return [Source(str(path.relative_to(ROOT)), path.read_text()) for path in paths]


def imports(source: Source) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of every import, those inside functions too; name is "" for a plain import."""
    package = source.name.removesuffix(".py").split("/")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: -node.level] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((module, alias.name) for alias in node.names)


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method, nested ones too."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def wrong_direction(source: Source) -> list[str]:
    """Apps import in one direction: accounts <- journal <- reports; education stands alone."""
    if source.app not in MAY_IMPORT:
        return []
    allowed = {source.app, *MAY_IMPORT[source.app]}
    found = {module.split(".")[0] for module, _ in imports(source)}
    return [f"{source.name} imports {app}" for app in sorted(found & set(APPS) - allowed)]


def unscoped_queries(source: Source) -> list[str]:
    """Views, and all of reports, reach rows through their owner: no manager, no look-up by a model class."""
    scoped = source.is_view or (source.app == "reports" and "management" not in source.name)
    if not scoped or source.name == "reports/models.py":
        return []
    allowed = {
        inner
        for function in functions(source)
        if (source.name, function.name) in UNSCOPED
        for inner in ast.walk(function)
    }
    return [
        f"{source.name}:{node.lineno} {reason}"
        for node in ast.walk(source.tree)
        if node not in allowed and (reason := _unscoped(node))
    ]


def _unscoped(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
        return f"uses .{node.attr}"
    if isinstance(node, ast.Call) and _last_name(node.func) in ("get_object_or_404", "get_list_or_404"):
        looked_in = _last_name(node.args[0]) if node.args else ""
        if looked_in[:1].isupper():
            return f"looks up {looked_in} without its owner"
    return ""


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def too_long(source: Source, lines: int) -> list[str]:
    """A file past its limit hides a second noun."""
    found = len(source.text.splitlines())
    return [f"{source.name} has {found} lines, more than {lines}"] if found > lines else []


def long_functions(source: Source) -> list[str]:
    """Functions have at most 40 lines, views 20; decorators and docstring do not count for a view."""
    found = []
    for function in functions(source):
        body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
        lines = (function.end_lineno or 0) - function.lineno + 1
        written = (function.end_lineno or 0) - body[0].lineno + 1
        if lines > 40 or (source.is_view and written > 20):
            found.append(f"{source.name}:{function.lineno} {function.name} has {lines} lines")
    return found


def says_pure(source: Source) -> bool:
    """Return whether the first line of the docstring promises purity."""
    return re.search(r"\b[Pp]ure\b", (ast.get_docstring(source.tree) or "").split("\n\n")[0]) is not None


def must_be_pure(source: Source) -> bool:
    """Return whether the list above, or the file itself, says so."""
    return says_pure(source) or source.name in PURE or source.name.startswith(tuple(f"{one}/" for one in PURE))


def impurities(source: Source, pure_modules: set[str]) -> list[str]:
    """A pure module imports only the standard library and pure modules, and reads no clock."""
    if not must_be_pure(source):
        return []
    found = [f"{source.name} must say Pure"] if not says_pure(source) and source.text.strip() else []
    for module, name in imports(source):
        own = module.split(".")[0] in PACKAGES
        if module.split(".")[0] in ("django", "allauth") or (
            own and module not in pure_modules and f"{module}.{name}" not in pure_modules
        ):
            found.append(f"{source.name} imports {module}")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in CLOCKS:
            found.append(f"{source.name}:{node.lineno} reads the clock")
    return found


def module_of(source: Source) -> str:
    """Return the dotted name of a file."""
    return source.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def guessable(source: Source) -> list[str]:
    """Nothing random comes from `random` or `uuid`: secrets and ids come from `secrets`."""
    if source.name.startswith(GUESSABLE_ALLOWED):
        return []
    found = {module.split(".")[0] for module, _ in imports(source)}
    return [f"{source.name} imports {module}" for module in sorted(found & {"random", "uuid"})]


def unsafe_html(source: Source) -> list[str]:
    """Nothing leaves the escaping of templates, but plain text of mails, Markdown, and what `fill_escaped` escapes itself."""
    if source.name in MAY_MAKE_HTML:
        return []
    if source.name.endswith(".py"):
        called = {_last_name(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}
        called |= {name for _, name in imports(source) if name == "mark_safe"}
        refused = {"mark_safe", "SafeString", "SafeText"} | ({"fill_escaped"} if source.name not in MAY_FILL else set())
        return [f"{source.name} uses {name}" for name in sorted(called & refused)]
    pattern = r"\|\s*safe(?:seq)?\b" if source.name.endswith(".txt") else r"\|\s*safe(?:seq)?\b|autoescape\s+off"
    return [f"{source.name} uses {found}" for found in re.findall(pattern, source.text)]


def inline_code(source: Source) -> list[str]:
    """Templates hold no script, style or handler: the Content-Security-Policy refuses them."""
    patterns = {
        "an inline script": r"<script(?![^>]*\ssrc=)[^>]*>",
        "an inline style sheet": r"<style\b",
        "a style attribute": r"<[a-zA-Z][^>]*\sstyle\s*=",
        "an event handler": r"<[a-zA-Z][^>]*\son[a-z]+\s*=",
        "a javascript address": r"javascript:",
    }
    return [f"{source.name} has {what}" for what, pattern in patterns.items() if re.search(pattern, source.text)]


def private_imports(source: Source) -> list[str]:
    """Nobody imports another module's private name."""
    return [
        f"{source.name} imports {module}.{name}"
        for module, name in imports(source)
        if module.split(".")[0] in PACKAGES and name.startswith("_")
    ]


def signals(source: Source) -> list[str]:
    """What happens after a save is the next line of the function. After `migrate` there is no line of ours."""
    words = ("signals", "dispatch")
    return [
        f"{source.name} imports {module}"
        for module, name in imports(source)
        if {*module.split("."), name} & {*words} and name != "post_migrate"
    ]


def named_for_nothing(source: Source) -> list[str]:
    """A module is named for its noun."""
    parts = Path(source.name).with_suffix("").parts
    return [f"{source.name} is named {part}" for part in parts if part in NO_NAMES]
