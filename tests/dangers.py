"""What the code must never do, as functions from a file's name and text to where it does it.

Each rule lists where it is allowed, with the reason. tests/test_dangers.py feeds each its mistake.
"""

import ast
import re
from collections.abc import Iterator

from tests.architecture import GUESSABLE_ALLOWED, Source, functions, imports

# Modules that run what they are given, or turn bytes into objects.
NO_IMPORTS = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "yaml",
    "xml",
    "lxml",
    "code",
    "codeop",
    "ctypes",
    "pty",
}
# What reaches out to other machines or runs other programs. Django's own mail backend is the only way out.
NO_OUTSIDE = {
    "urllib.request",
    "http.client",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "socket",
    "subprocess",
}
OUTSIDE_ALLOWED = {
    ("reports/pdf.py", "subprocess"): "starts our own interpreter to draw a PDF, by a command without a variable",
    ("ldn_tracker/web_server.py", "socket"): "names the type of gunicorn's own connection",
}
RUNS = {"eval", "exec", "compile", "__import__", "system", "popen", "spawnl", "spawnv", "execv", "execvp", "fork"}
WEAK_HASHES = {"md5", "sha1", "new", "DES", "RC4", "ARC4"}
RANDOM_NUMBERS = {"uuid1", "uuid3", "uuid4", "uuid5", "SystemRandom"}
# SQL is written by the ORM; where it is not, its text is a constant or made of our own names.
SQL_ALLOWED = {
    ("accounts/limits.py", "cursor.execute(_TAKE, values)"): "a constant above",
    ("journal/kept_answers.py", "cursor.execute"): "constants of that module",
    ("journal/prepared.py", "cursor.execute(self.sql, params)"): "what the ORM made of a queryset",
    ("ldn_tracker/backups/restoring.py", "cursor.execute"): "names of our own tables, quoted by the database",
    ("ldn_tracker/backups/restoring.py", "cursor.executemany"): "names of our own columns, quoted by the database",
    ("ldn_tracker/backups/writing.py", "cursor.execute"): "a limit of a constant list",
    ("ldn_tracker/cache.py", "execute(*statement)"): "passes on what Django's own cache makes",
    ("ldn_tracker/patience.py", "cursor.execute"): "a limit of a constant list",
    ("ldn_tracker/sqlite/base.py", "self.connection.execute"): "a whole number of the settings",
    ("ldn_tracker/sqlite/schema.py", "self.execute"): "triggers that the database itself named",
    ("ldn_tracker/tidying.py", "cursor.execute"): "the cache's table, named in settings",
}
NAMED_COLUMNS = {"order_by", "annotate", "alias", "aggregate", "extra", "raw"}
PATTERN_ALLOWED = {
    ("journal/interchange/tabular.py", "re.compile"): "made of one of four separators",
    ("accounts/devices.py", "re.search"): "patterns of two constant tables",
    ("journal/markup.py", "format"): "formats of the two files that tests/architecture.py lets call it",
}
DECODED_TWICE_ALLOWED = {("ldn_tracker/environment.py", "unquote"): "the operator's own MAIL_URL, decoded once"}
JSON_ALLOWED = {
    "journal/interchange/strict_json.py": "the one reader of files from outside",
    "journal/day_state.py": "reads what we sealed ourselves",
    "journal/last_deleted.py": "reads what we sealed ourselves",
    "journal/safety_questions.py": "reads what we sealed ourselves",
    "accounts/outbox.py": "reads what we sealed ourselves",
    "ldn_tracker/backups/": "reads what we sealed ourselves",
}
SCRIPT_ALLOWED = {
    ("static/js/passkeys.js", "sends something"): "asks this site for a challenge",
    ("static/js/day.js", "sends something"): "asks this site whether it is there, before a save",
    ("static/js/day.js", "keeps something"): "keeps the draft of a day until it is saved",
    ("static/js/back.js", "keeps something"): "wipes drafts",
    ("static/js/unsaved.js", "keeps something"): "looks whether a draft waits",
}
SCRIPT_DANGERS = {
    r"\.(inner|outer)HTML\b": "writes HTML",
    r"\binsertAdjacentHTML\b": "writes HTML",
    r"\bdocument\.write": "writes HTML",
    r"\beval\s*\(": "runs text",
    r"\bnew\s+Function\b": "runs text",
    r"\bset(Timeout|Interval)\s*\(\s*[\"'`]": "runs text",
    r"\bpostMessage\b": "talks to other windows",
    r"\b(fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource)\b": "sends something",
    r"\b(localStorage|sessionStorage|indexedDB)\b": "keeps something",
    r"https?://(?!www\.w3\.org/)": "names another host",
}


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call with the last part of what is called."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield node, called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def found(source: Source, node: ast.AST, what: str) -> str:
    """Return where something is."""
    return f"{source.name}:{getattr(node, 'lineno', 0)} {what}"


def runs_text(source: Source) -> list[str]:
    """Nothing is run that was not written here: no eval, no shell, no pickle, no YAML or XML."""
    modules = {module.split(".")[0] for module, _ in imports(source)}
    bad = [f"{source.name} imports {module}" for module in sorted(modules & NO_IMPORTS)]
    for node, name in calls(source):
        owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        if name in RUNS and owner in ("", "os", "builtins"):
            bad.append(found(source, node, f"calls {name}"))
        if any(each.arg == "shell" for each in node.keywords):
            bad.append(found(source, node, "starts a shell"))
    return bad


def reaches_out(source: Source) -> list[str]:
    """The server asks no other machine for anything but the database and the mail server."""
    asked = {module if module in NO_OUTSIDE else f"{module}.{name}" for module, name in imports(source)}
    asked |= {module.split(".")[0] for module, _ in imports(source)}
    return [
        f"{source.name} imports {module}"
        for module in sorted(asked & NO_OUTSIDE)
        if (source.name, module) not in OUTSIDE_ALLOWED
    ]


def weak_crypto(source: Source) -> list[str]:
    """No MD5, no SHA-1, no hash chosen by a name, and nothing secret from `random` or a UUID."""
    bad = [found(source, node, f"uses {name}") for node, name in calls(source) if _is_weak(node, name)]
    if not source.name.startswith(GUESSABLE_ALLOWED):
        names = {name for _, name in imports(source)} | {module for module, _ in imports(source)}
        bad += [f"{source.name} imports {name}" for name in sorted(names & {"random", "uuid", *RANDOM_NUMBERS})]
    return bad


def _is_weak(node: ast.Call, name: str) -> bool:
    if name == "new":
        return ast.unparse(node.func) == "hashlib.new"
    named = [each.value for each in node.args if isinstance(each, ast.Constant)]
    return name in WEAK_HASHES or (name == "digest" and bool({"md5", "sha1"} & {*named}))


def sql_from_text(source: Source) -> list[str]:
    """No SQL, column or alias is made of text that could come from somebody."""
    bad = []
    for node, name in calls(source):
        dynamic = [each for each in node.args if not isinstance(each, ast.Constant | ast.Call)]
        unpacked = any(each.arg is None for each in node.keywords)
        columns = name in NAMED_COLUMNS and (unpacked or (name == "order_by" and bool(dynamic)))
        if name in ("raw", "extra", "RawSQL") or columns:
            bad.append(found(source, node, f"gives {name} what is not a constant"))
        if name in ("execute", "executemany") and not _constant_sql(source, node):
            bad.append(found(source, node, f"gives {name} what is not a constant"))
    return bad


def _constant_sql(source: Source, node: ast.Call) -> bool:
    given, called = node.args[0], ast.unparse(node.func)
    allowed = {(source.name, called), (source.name, ast.unparse(node))} & {*SQL_ALLOWED}
    return isinstance(given, ast.Constant) or bool(allowed)


def patterns_from_text(source: Source) -> list[str]:
    """No regular expression, format string or template is made of data."""
    bad = []
    for node, name in calls(source):
        called = ast.unparse(node.func)
        constant = bool(node.args) and isinstance(node.args[0], ast.Constant)
        if (
            called.startswith("re.")
            and not constant
            and (source.name, called) not in PATTERN_ALLOWED
            and name != "escape"
        ):
            bad.append(found(source, node, f"makes a pattern by {called}"))
        if name in ("Template", "from_string"):
            bad.append(found(source, node, f"makes a template by {name}"))
        if name in ("format", "format_map") and isinstance(node.func, ast.Attribute):
            text = node.func.value
            known = isinstance(text, ast.Constant) or ast.unparse(text).isupper()
            if not known and (source.name, name) not in PATTERN_ALLOWED:
                bad.append(found(source, node, "formats what is not a constant"))
    return bad


def decodes_twice(source: Source) -> list[str]:
    """Input is decoded once, by Django; JSON from outside is read by one strict reader."""
    names = {name for _, name in imports(source)} | {name for _, name in calls(source)}
    bad = [
        f"{source.name} uses {name}"
        for name in sorted(names & {"unquote", "unquote_plus", "unescape"})
        if (source.name, name) not in DECODED_TWICE_ALLOWED
    ]
    if not source.name.startswith(tuple(JSON_ALLOWED)):
        bad += [
            found(source, node, "reads JSON")
            for node, _ in calls(source)
            if ast.unparse(node.func) in ("json.loads", "json.load")
        ]
    return bad


def unsafe_script(source: Source) -> list[str]:
    """Our own scripts write text only, send nothing, and keep nothing in the browser."""
    return [
        f"{source.name}:{number} {what}"
        for number, line in enumerate(source.text.splitlines(), start=1)
        for pattern, what in SCRIPT_DANGERS.items()
        if re.search(pattern, line) and (source.name, what) not in SCRIPT_ALLOWED
    ]


def sign_in_doors(source: Source) -> set[str]:
    """Return the functions that sign somebody in: the doors, all of which must be known."""
    return {
        f"{source.name}:{function.name}"
        for function in functions(source)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and (ast.unparse(node.func).split(".")[-1] in ("login", "perform_login", "perform_password_login"))
    }
