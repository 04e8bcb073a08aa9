"""Modules of other packages that few requests need: there to be imported, run at their first use."""

import sys
from importlib import import_module
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader, find_spec, module_from_spec
from types import ModuleType


class _Again(Loader):
    """Loads as another loader does, and lets a module that failed to run be run again at its next use."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        try:
            self.loader.exec_module(module)
        except BaseException:
            object.__getattribute__(module, "__spec__").loader_state["is_loading"] = False
            raise


def import_at_first_use(package: str, name: str) -> None:
    """Make a module of a package run only when something of it is asked for.

    `from package import module` goes on as before; asking for a name of the module makes it run.
    """
    full_name = f"{package}.{name}"
    spec = find_spec(full_name)
    if full_name in sys.modules or spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(_Again(spec.loader))
    module = sys.modules[full_name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    setattr(import_module(package), name, module)  # where import looks first: it asks the module itself otherwise
