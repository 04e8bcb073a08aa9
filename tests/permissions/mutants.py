"""Drop the owner from each look-up in turn: find the places in the code, and change the running code there.

A look-up is any of: a relation of a person (`request.user.items`), a relation of a row that a person
owns (`check_in.ratings`), and a filter that names the person (`filter(user=self.user)`). Without its
owner it sees the rows of everybody.
"""

import ast
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import CodeType, FunctionType

from django.apps import apps
from django.db.models import Model

from accounts.models import User
from journal import prepared
from tests.architecture import ROOT, Source, python_sources
from tests.records import owner_paths

APPS = ("accounts", "journal", "reports", "education", "ldn_tracker")
NOT_ASKED = ("/management/", "/synthetic/", "/demo.py")  # run by an operator, never by a request
PERSON = {"user", "patient", "locked", "owner", "person"}
LOOKS_UP = {"filter", "get", "exclude", "get_object_or_404", "update_or_create", "get_or_create"}
MAKES = {"create", "bulk_create", "add", "set"}  # these give an owner, and find nothing


@dataclass(frozen=True)
class Mutant:
    """One look-up without its owner: where, what it said, and the number of it in the file."""

    file: str
    line: int
    column: int
    function: str
    said: str

    @property
    def name(self) -> str:
        """What it is called in lists, whatever the line: file, function and the words."""
        return f"{self.file} {self.function}: {self.said[:60]}"


@cache
def find() -> Sequence[Mutant]:
    """Return every look-up with an owner in code that answers requests."""
    return tuple(mutant for source in sources() for mutant in find_in(source))


def sources() -> list[Source]:
    """Return the files that answer requests."""
    return [source for source in python_sources(*APPS) if not any(part in source.name for part in NOT_ASKED)]


def find_in(source: Source) -> Iterator[Mutant]:
    """Yield the look-ups of one file."""
    parents = {child: node for node in ast.walk(source.tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(source.tree):
        if _has_owner(node) and not _makes(node, parents):
            function = _function(node, parents)
            if function:
                yield Mutant(source.name, node.lineno, node.col_offset, function, ast.unparse(_said(node, parents)))  # type: ignore[attr-defined]


def _has_owner(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        base = _last_name(node.value)
        own = base in PERSON or (base == "self" and node.attr.endswith("_set"))
        return (own and node.attr in _relations(User)) or node.attr in _relations_of_owned().get(base, ())
    return isinstance(node, ast.Call) and _last_name(node.func) in LOOKS_UP and any(map(_names_owner, node.keywords))


def _names_owner(keyword: ast.keyword) -> bool:
    """Return whether an argument says whose rows are meant: `user=self.user`, `pk=user.pk`, `**{name: user}`."""
    value = keyword.value
    if keyword.arg is None and isinstance(value, ast.Dict):
        return any(_last_name(each) in PERSON for each in value.values)
    if isinstance(value, ast.Attribute) and value.attr in ("pk", "id"):
        value = value.value
    return _last_name(value) in PERSON


def _makes(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    above = parents.get(node)
    return isinstance(above, ast.Attribute) and above.attr in MAKES


def _said(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST:
    """Return the whole chain of calls a look-up stands in."""
    while isinstance(above := parents.get(node), ast.Attribute) or (isinstance(above, ast.Call) and above.func is node):
        node = above
    return node


def _function(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    names = []
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
    return ".".join(reversed(names))


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _relations(model: type[Model]) -> set[str]:
    return {name for field in model._meta.related_objects if (name := field.get_accessor_name())}


def _relations_of_owned() -> dict[str, set[str]]:
    """Return by the names that rows go by in the code the relations that they have."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        if model in owner_paths() and model is not User:
            names = _relations(model) | {field.name for field in model._meta.many_to_many}
            for name in (model._meta.model_name, _with_lines(model.__name__), "instance", "row"):
                found.setdefault(name or "", set()).update(names)
    return found


def _with_lines(name: str) -> str:
    """Return check_in for CheckIn."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class _Drop(ast.NodeTransformer):
    """Rewrites one look-up: the relation becomes the manager of everybody's rows, the filter loses its owner."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant, self.done = mutant, 0

    def visit(self, node: ast.AST) -> ast.AST:
        here = (getattr(node, "lineno", 0), getattr(node, "col_offset", -1)) == (self.mutant.line, self.mutant.column)
        if here and _has_owner(node) and not self.done:
            self.done = 1
            return _unowned(node)
        return super().generic_visit(node)


def _unowned(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.Attribute):
        model = ast.Attribute(node, "model", ast.Load())
        return ast.copy_location(ast.fix_missing_locations(ast.Attribute(model, "_default_manager", ast.Load())), node)
    assert isinstance(node, ast.Call)
    node.keywords = [keyword for keyword in node.keywords if not _names_owner(keyword)]
    return node


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Run the code with this hole in it."""
    source = Source(mutant.file, (ROOT / mutant.file).read_text())
    drop = _Drop(mutant)
    changed = ast.fix_missing_locations(drop.visit(source.tree))
    assert drop.done, mutant
    compiled = compile(changed, str(ROOT / mutant.file), "exec")
    function = live_function(mutant)
    original = function.__code__
    function.__code__ = next(code for code in codes(compiled) if code.co_qualname == original.co_qualname)
    prepared.forget()  # statements that were made without the hole
    try:
        yield
    finally:
        function.__code__ = original
        prepared.forget()


def live_function(mutant: Mutant) -> FunctionType:
    """Return the function that runs, under whatever decorators it lies."""
    import_module(mutant.file.removesuffix(".py").replace("/", "."))  # some are imported when first used
    gc.unfreeze()  # what was frozen when the tests were collected (tests/conftest.py) is not among the objects else
    found = [
        each
        for each in gc.get_objects()
        if type(each) is FunctionType  # isinstance would wake lazy objects that other tests left
        and each.__code__.co_filename == str(ROOT / mutant.file)
        and each.__code__.co_qualname == mutant.function
    ]
    (function,) = found
    return function


def codes(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of a module and of everything in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)
