"""Pages of work plans: all of them, and each with its items and who answers for them."""

from itertools import groupby

from flask import Blueprint, render_template

from events.plans.queries import ItemRow, get_plan, items_of, plans_newest_first
from web.policies import PUBLIC, policy

plans = Blueprint("plans", __name__, url_prefix="/plans")


@plans.get("")
@policy(PUBLIC)
def index() -> str:
    return render_template("plans/index.html", plans=plans_newest_first())


@plans.get("/<int(max=2147483647):plan_id>")  # larger ones overflow the databases' integers
@policy(PUBLIC)
def show(plan_id: int) -> str:
    plan = get_plan(plan_id)
    return render_template("plans/show.html", plan=plan, sections=_by_section(items_of(plan)))


def _by_section(rows: list[ItemRow]) -> list[tuple[tuple[str, ...], list[ItemRow]]]:
    """(section headings, items) in order; a heading that comes again opens a section again."""
    return [
        (path, list(items))
        for path, items in groupby(rows, key=lambda row: tuple(row.item.section_path))
    ]
