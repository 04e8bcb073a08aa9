# Every target works in a fresh clone. Variables: docs/settings.md.
.DEFAULT_GOAL := help
.PHONY: help run dev test check screenshots

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run:  ## install, prepare and serve at http://127.0.0.1:8000 (PORT changes it, DEMO=0 leaves out the demo patient)
	@bin/serve

dev:  ## the same with DEBUG, starting again whenever the code changes
	@bin/serve dev

test:  ## all tests: on SQLite with coverage, on PostgreSQL, in a browser
	@bin/test

check:  ## format, lint, types, missing migrations, deployment settings
	@bin/check

screenshots:  ## write a picture of each page to docs/screenshots
	@bin/venv requirements-dev.txt
	@.venv/bin/python -m tests.browser.screenshots
