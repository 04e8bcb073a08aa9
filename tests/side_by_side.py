"""Run commands at the same time, and show what each says as if they had run one after the other.

`python -m tests.side_by_side COMMAND COMMAND...`: the first is seen as it runs, the others when those before them have
ended. Which failed is said at the end, and then it exits 1. All hear Ctrl-C from the terminal, and are waited for.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack


def run(commands: Sequence[str]) -> list[str]:
    """Run all; return those that failed."""
    with ExitStack() as stack:
        files = [None, *(stack.enter_context(tempfile.TemporaryFile()) for _ in commands[1:])]
        started = [
            stack.enter_context(subprocess.Popen(command.split(), stdout=file, stderr=file))
            for command, file in zip(commands, files, strict=True)
        ]
        for process, file in zip(started, files, strict=True):
            process.wait()
            if file:
                file.seek(0)
                shutil.copyfileobj(file, sys.stdout.buffer)
                sys.stdout.flush()
        return [command for command, process in zip(commands, started, strict=True) if process.returncode]


def main() -> int:
    """Run what the arguments say."""
    failed = run(sys.argv[1:])
    for command in failed:
        sys.stderr.write(f"Failed: {command}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
