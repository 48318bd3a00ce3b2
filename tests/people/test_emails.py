"""The address by which an account is known."""

import pytest

from events.people.emails import EmailRefused, known_as, read_email


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("lin@example.org", "lin@example.org"),
        ("  Lin.Xiao@Example.ORG\n", "lin.xiao@example.org"),
        ("lin\u200b@example.org", "lin@example.org"),
        ("lin+work@example.org", "lin+work@example.org"),
        ("lin@例子.中国", "lin@xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_an_address_is_stored_in_one_form(typed: str, known: str):
    assert read_email(typed) == known
    assert known_as(typed) == known


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "lin",
        "@example.org",
        "lin@",
        "lin@@example.org",
        "lin@example",
        "a@b@example.org",
        "lin@example.org\r\nBcc: all@example.org",
        "林晓@example.org",
        "lin@exam ple.org",
        "x" * 250 + "@example.org",
        "lin@" + "x" * 250 + ".org",
        "lin@[127.0.0.1]",
        "<script>@example.org",
        "lin@localhost",
    ],
)
def test_what_no_letter_can_go_to_is_refused(typed: str):
    with pytest.raises(EmailRefused, match="这不像一个邮箱地址"):
        read_email(typed)


def test_what_is_typed_to_be_recognised_by_is_never_refused():
    assert known_as(" No\0Address\u202e ") == "noaddress"
