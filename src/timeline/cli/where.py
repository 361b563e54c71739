"""Which project and which warehouse a command works on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from timeline.config.project import Project, find_project, load_project
from timeline.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Where:
    """The published link, and the project when there is one."""

    link: Path
    project: Project | None


def here(warehouse: Path | None) -> Where:
    """The project around the present directory and its warehouse, or the one that `--warehouse` names."""
    project = project_here()
    if warehouse is not None:
        return Where(warehouse, project)
    return Where(_known(project).warehouse, project)


def project_here() -> Project | None:
    """The project around the present directory, or None."""
    root = find_project(Path.cwd())
    return _load(root) if root else None


def here_project() -> Project:
    """The project around the present directory. Raises ConfigError when there is none."""
    return _known(project_here())


def link_here(warehouse: Path | None) -> Path:
    """Only the published link, without reading the project's settings."""
    if warehouse is not None:
        return warehouse
    root = find_project(Path.cwd())
    return _known(Project(root, "", "UTC") if root else None).warehouse


def _load(root: Path) -> Project:
    from timeline.config.mapping import shipped

    return load_project(root, shipped())


def _known(project: Project | None) -> Project:
    if project is None:
        raise ConfigError(
            f"{Path.cwd()}: no timeline.toml here or in a directory above; run `timeline init`, or name a warehouse "
            "with --warehouse PATH"
        )
    return project


def near(path: Path | str) -> str:
    """A path as a person at the terminal would write it: from here, where it lies below."""
    path = Path(path)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
