"""The permission matrix and its proof; WHOLE=1 (`make proof`) runs all of both, which takes a quarter of an hour."""

import os

WHOLE = os.environ.get("WHOLE") == "1"
