"""The arrows of docs/architecture.md as a checker: who may import whom, read from the sources.

A module is known by its dotted name. Each rule is a function from an import to its complaints;
`test_architecture.py` runs them all and proves that each can fail.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = (
    "app",
    "cli",
    "doctor",
    "jobs",
    "ports",
    "processes",
    "api",
    "events",
    "calendars",
    "web",
    "migrations",
)
ASSEMBLY = (
    "app",
    "cli",
    "doctor",
    "jobs",
    "ports",
    "processes",
)  # see the whole, so they may import anything

# Inside a topic and between topics: what stands later may import what stands earlier.
STEPS = ("models", "queries", "actions", "forms")
DOORS = ("routes", "api", "commands", "pages")  # after the steps; nobody imports them
TOPICS = {
    name: level
    for level, names in enumerate(
        (
            ("units",),
            ("people",),
            ("notifications",),
            ("days", "venues", "accounts"),
            ("plans",),
            ("finding",),
            ("activities",),
            ("signups", "subscriptions"),
            ("catalogue", "submissions", "reports"),
            ("reviews",),
            ("published", "demo", "bulk", "office", "workspace"),
        )
    )
    for name in names
}
FLOOR = ("records",)  # packages that belong to the floor, like the modules beside them
PAGES = ("routes", "api", "pages", "links", "policies")  # answer requests, so they may know Flask
CALENDARS_THAT_READ_EVENTS = (
    *("requests", "feeds", "front", "joining", "rendering", "entries", "words", "titles"),
    *("store", "stored", "keeper", "models", "sheets", *DOORS),
    *("items", "records", "tables", "news", "programme", "structured"),  # of takeaway/
    "typesetting",
)


@dataclass(frozen=True)
class Import:
    """One imported module: from where, whether only when a function runs, and for a reason."""

    importer: str
    target: str
    line: int
    is_local: bool = False
    has_reason: bool = False

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.target}"


def read_sources() -> dict[str, str]:
    paths = [p for name in OURS for p in (ROOT / f"{name}.py", *(ROOT / name).rglob("*.py"))]
    return {
        module_name(path.relative_to(ROOT)): path.read_text() for path in paths if path.exists()
    }


def module_name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def find_imports(sources: Mapping[str, str]) -> list[Import]:
    return [found for name in sources for found in imports_of(name, sources)]


def imports_of(name: str, sources: Mapping[str, str]) -> Iterator[Import]:
    lines = sources[name].splitlines()
    tree = ast.parse(sources[name])
    local = {id(node) for part in ast.walk(tree) if runs_later(part) for node in ast.walk(part)}
    for node in ast.walk(tree):
        for target in targets_of(node, name, sources):
            reason = re.search(r"#.*\b(slow|optional|app ready)\b", lines[node.lineno - 1])
            yield Import(name, target, node.lineno, id(node) in local, bool(reason))


def runs_later(node: ast.AST) -> bool:
    """A function, or what only the program started by this file does."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "__name__ == '__main__'"
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def targets_of(node: ast.AST, name: str, sources: Mapping[str, str]) -> list[str]:
    """`from a import b` is a.b where that is a module, else a."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    package = node.module or ""
    if node.level:  # a relative import starts at the importer's own package
        package = ".".join([*name.split(".")[: -node.level], *filter(None, [node.module])])
    inside = [f"{package}.{alias.name}" for alias in node.names]
    return sorted({target if target in sources else package for target in inside})


def topic(name: str) -> str | None:
    """The topic of a module of events; None for the floor (db, clock, errors …) and the rest."""
    parts = name.split(".")
    if parts[0] != "events" or len(parts) < 2 or parts[1] in FLOOR:
        return None
    return parts[1] if len(parts) > 2 or parts[1] in TOPICS else None


def last(name: str) -> str:
    return name.rpartition(".")[2]


def is_floor(name: str) -> bool:
    return name.split(".")[0] == "events" and topic(name) is None


def is_door(name: str) -> bool:
    return "." in name and last(name) in DOORS and not name.startswith("web.")


def is_leaf(name: str) -> bool:
    """A module of calendars that anyone may use, because it knows nothing of ours."""
    leaves = r"calendars\.(ical|drift|dial\w*|grids\.(periods|lanes|shades))"
    return bool(re.fullmatch(leaves, name))


def step(name: str) -> int | None:
    """How far from the table a module stands; None for pure modules and the floor."""
    if is_door(name):
        return len(STEPS)
    if name == "events.published":
        return STEPS.index("queries")
    return STEPS.index(last(name)) if topic(name) and last(name) in STEPS else None


def steps_are_climbed(found: Import) -> Iterator[str]:
    """models ← queries ← actions ← forms ← routes, api, commands."""
    mine, theirs = step(found.importer), step(found.target)
    if theirs is not None and theirs > (STEPS.index("actions") if mine is None else mine):
        yield "reaches up the steps of a topic"


def topics_are_climbed(found: Import) -> Iterator[str]:
    """units ← people, days, venues ← plans …; doors may ask the queries of any topic."""
    mine, theirs = topic(found.importer), topic(found.target)
    if theirs is None or theirs == mine or found.importer.split(".")[0] != "events":
        return
    if is_door(found.importer) and step(found.target) == STEPS.index("queries"):
        return
    unknown = {mine or "units", theirs} - set(TOPICS)
    if unknown:
        yield f"is about {unknown}, which has no place in TOPICS"
    elif mine is None or TOPICS[theirs] >= TOPICS[mine]:
        yield "is not downwards"


def doors_are_imported(found: Import) -> Iterator[str]:
    if is_door(found.target) or found.target in ASSEMBLY:
        yield "is for app.py and cli.py only"


def calendars_are_entered(found: Import) -> Iterator[str]:
    """Leaves know nothing of ours; the rest reads events through published and the floor."""
    importer, target = found.importer, found.target
    if is_leaf(importer) and target.split(".")[0] in OURS and not is_leaf(target):
        yield "makes a leaf depend on us"
    if importer.startswith("calendars.") and target.startswith("events"):
        if last(importer) not in CALENDARS_THAT_READ_EVENTS:
            yield "reads events, which is for feeds and pages"
        elif not is_floor(target) and target != "events.published":
            yield "goes round events/published/"
    if importer.startswith("events") and target.startswith("calendars.") and not is_leaf(target):
        yield "makes events depend on how it is published"


def the_api_is_outermost(found: Import) -> Iterator[str]:
    """It reads events through published and the floor, as calendars does; nobody reads it."""
    importer, target = found.importer.split(".")[0], found.target
    is_read = is_floor(target) or target == "events.published"
    if importer == "api" and target.startswith("events") and not is_read:
        yield "goes round events/published/"
    if importer != "api" and target.split(".")[0] == "api":
        yield "depends on the API, which is outermost"


def web_is_more_than_shared(found: Import) -> Iterator[str]:
    """web/ knows no topic, and only doors know web/."""
    importer, target = found.importer.split(".")[0], found.target
    known = target.startswith("web") or is_floor(target)
    if importer == "web" and target.split(".")[0] in OURS and not known:
        yield "makes web/ know a topic"
    guards = last(found.importer) == "policies"
    if target.startswith("web") and importer != "web" and not is_door(found.importer) | guards:
        yield "is for doors"


def frameworks_are_spread(found: Import) -> Iterator[str]:
    target = found.target.split(".")[0]
    for_pages = found.importer.startswith("web.") or last(found.importer) in PAGES
    for_words = for_pages or last(found.importer) == "forms"
    if target in ("flask", "flask_wtf") and not for_pages:
        yield "is for pages"
    if target == "flask_babel" and not for_words:
        yield "is for pages and forms"
    if target == "click" and last(found.importer) != "commands":
        yield "is for commands"


def migrations_thaw(found: Import) -> Iterator[str]:
    if found.importer.startswith("migrations") and found.target.split(".")[0] in OURS:
        yield "makes a frozen migration change with us"


RULES: tuple[Callable[[Import], Iterator[str]], ...] = (
    steps_are_climbed,
    topics_are_climbed,
    doors_are_imported,
    calendars_are_entered,
    the_api_is_outermost,
    web_is_more_than_shared,
    frameworks_are_spread,
    migrations_thaw,
)


def complaints(sources: Mapping[str, str]) -> list[str]:
    found = find_imports(sources)
    return [
        *(
            f"{i}: {why}"
            for i in found
            if i.importer not in ASSEMBLY
            for r in RULES
            for why in r(i)
        ),
        *(f"{i}: inside a function, with no reason" for i in found if is_unreasoned(i)),
        *(f"{' → '.join(cycle)}: a cycle" for cycle in find_cycles(found)),
        *(
            f"{name}:{line}: reads the clock"
            for name in sources
            for line in clock_lines(name, sources)
        ),
    ]


def is_unreasoned(found: Import) -> bool:
    return found.is_local and not found.has_reason


def find_cycles(found: list[Import]) -> list[list[str]]:
    """Modules that need each other before either is complete; local imports come later."""
    arrows: dict[str, set[str]] = {}
    for arrow in found:
        if not arrow.is_local and arrow.target != arrow.importer:
            arrows.setdefault(arrow.importer, set()).add(arrow.target)
    done: set[str] = set()
    cycles: list[list[str]] = []

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            cycles.append([*path[path.index(name) :], name])
        elif name not in done:
            for target in sorted(arrows.get(name, ())):
                walk(target, [*path, name])
            done.add(name)

    for name in sorted(arrows):
        walk(name, [])
    return cycles


def clock_lines(name: str, sources: Mapping[str, str]) -> Iterator[int]:
    """Where datetime.now, date.today and their like are named outside events/clock.py."""
    for node in ast.walk(ast.parse(sources[name])):
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"):
            of_datetime = ast.unparse(node.value).endswith(("datetime", "date"))
            if of_datetime and name != "events.clock":
                yield node.lineno
