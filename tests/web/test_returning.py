"""Where to go on after signing in: only a page of this site."""

import pytest

from web.returning import LONGEST, safe_next

AWAY = [
    "",
    "https://evil.example",
    "http://evil.example/",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\u00a0//evil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/%2f/evil.example",
    "/%2F%2Fevil.example",
    "%2f%2fevil.example",
    "/%5cevil.example",
    "/%5C/evil.example",
    "/./evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/../..//evil.example",
    "/%2e%2e/evil.example",
    "/a/%2e/b",
    "/workspace//evil.example",
    "user@evil.example",
    "//user:secret@evil.example",
    "/\u3002evil.example",
    "/\uff0fevil.example",
    "/\u2215/evil.example",
    "//evil\u3002example",
    "/\u202e/evil.example",
    "/\u0000/evil.example",
    "/%00",
    "/\u2028/evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "workspace",
    "./workspace",
    "?next=//evil.example",
    "#//evil.example",
    "/workspace#//evil.example",
    "/workspace?a=\\\\evil.example",
    "/workspace?a=\r\nSet-Cookie:x",
    "/" + "a" * LONGEST,
]

HERE = [
    "/",
    "/workspace",
    "/workspace/cq-library/people",
    "/office/people?q=%E6%9E%97&page=2",
    "/invitations/d4Q3qulsUjZExm3zShA5ThKI9XpddFo3yqDgcIzobfA",
    "/activities?near=29.56,106.55&within=5",
    "/workspace?back=https://elsewhere.example/",
    "/days/world-water-day.html",
    "/a..b/c",
]


@pytest.mark.parametrize("target", AWAY, ids=[ascii(each)[:60] for each in AWAY])
def test_an_address_that_may_lead_away_leads_to_the_other_place(target: str):
    assert safe_next(target, "/workspace") == "/workspace"


@pytest.mark.parametrize("target", HERE)
def test_a_page_of_this_site_is_where_one_goes_on(target: str):
    assert safe_next(target, "/elsewhere") == target
