"""What each kind of policy means for each role. SIGN_IN: asked to sign in; IN: let in."""

IN, SIGN_IN, FORBIDDEN, MISSING = "in", "sign-in", 403, 404
ROLES = (
    *("anonymous", "stranger", "editor", "owner", "sibling", "reviewer", "elsewhere"),
    *("office", "auditor", "administrator"),
)
Outcome = str | int


def _only(*roles: str, others: Outcome = FORBIDDEN, **named: Outcome) -> dict[str, Outcome]:
    """These are let in, the others refused; nobody without signing in."""
    found: dict[str, Outcome] = dict.fromkeys(ROLES, others)
    return found | {"anonymous": SIGN_IN} | dict.fromkeys(roles, IN) | named


KINDS: dict[str, dict[str, Outcome]] = {
    "public": dict.fromkeys(ROLES, IN),
    "signed-in": _only(*ROLES[1:]),
    "editor": _only("editor", "owner", others=MISSING),
    "owner": _only("owner", others=MISSING, editor=FORBIDDEN),
    "own-occurrence": _only("editor", "owner", others=MISSING),
    "own-signup": _only("editor", "owner", others=MISSING),
    "own": _only("editor", others=MISSING),  # of the editor's account: nobody else's
    "queue": _only("reviewer", "elsewhere", "office", "auditor"),
    "reviewer": _only("reviewer", "elsewhere", "office"),
    "review": _only("reviewer", "office", "auditor", others=MISSING),
    "decide": _only("reviewer", "office", others=MISSING),
    "batch": _only("office", "auditor", reviewer=MISSING, elsewhere=MISSING),  # the office's own
    "own-batch": _only("office", reviewer=MISSING, elsewhere=MISSING),
    "own-view": _only("office", reviewer=MISSING, elsewhere=MISSING, auditor=MISSING),
    "office": _only("office"),
    "people": _only("office", "administrator"),
    "audit": _only("office", "auditor", "administrator"),
    "administrator": _only("administrator"),
}
