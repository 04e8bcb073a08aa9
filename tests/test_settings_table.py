"""docs/settings.md names every variable that the code and the scripts read, and no other."""

import ast
import re

from tests.architecture import PACKAGES, ROOT, Source, python_sources

READERS = {"env.get", "os.environ.get", "os.getenv", "read", "read_count", "read_flag", "read_secret"}
NOT_OURS = {"PATH", "BASH_SOURCE", "DJANGO_SETTINGS_MODULE", "DEBIAN_FRONTEND"}
SCRIPTS = [*sorted((ROOT / "bin").iterdir()), ROOT / ".ci" / "run"]


def read_in_python(source: Source) -> set[str]:
    """Return the upper-case names given to something that reads the environment."""
    found = set()
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        reader = ast.unparse(node.func).removeprefix("environment.")
        names = {one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        names = {name for name in names if re.fullmatch(r"[A-Z][A-Z_]+", name)}
        if reader in READERS:
            found |= names
        if reader == "read_secret":
            found |= {f"{name}_FILE" for name in names}
    return found


def read_in_shell(text: str) -> set[str]:
    """Return the upper-case variables that a script uses or sets; its own are in lower case."""
    return set(re.findall(r"\$\{?#?([A-Z][A-Z_]+)\b", text)) | set(re.findall(r"\b([A-Z][A-Z_]+)=", text))


def read_by_code() -> set[str]:
    files = [ROOT / "gunicorn.conf.py", ROOT / "tests" / "skips.py", ROOT / "tests" / "browser" / "chromium.py"]
    sources = python_sources(*PACKAGES) + [Source(path.name, path.read_text()) for path in files]
    in_python = {name for source in sources for name in read_in_python(source)}
    return (in_python | {name for path in SCRIPTS for name in read_in_shell(path.read_text())}) - NOT_OURS


def documented(text: str) -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))


def test_the_table_names_what_is_read_and_nothing_else() -> None:
    assert documented((ROOT / "docs" / "settings.md").read_text()) == read_by_code()


def test_a_variable_that_is_read_is_found() -> None:
    code = 'read_secret(env, "A_KEY", x)\nos.environ.get("ANOTHER")\nread_flag(env, "FLAG", True)\nother("NOT")'
    assert read_in_python(Source("a.py", code)) == {"A_KEY", "A_KEY_FILE", "ANOTHER", "FLAG"}
    assert read_in_shell('x=${GIVEN:-1}\nexport SET=1\necho "$USED $lower"') == {"GIVEN", "SET", "USED"}
