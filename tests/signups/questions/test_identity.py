"""Which words ask for an ID number, and which text holds one."""

import pytest

from events.signups.questions.identity import asks_for_it, holds_one


@pytest.mark.parametrize(
    "words",
    [
        "请填身份证号",
        "证件号码",
        "身 份 证",
        "您的 ID Number",
        "id card no.",
        "护照号",
        "ＰＡＳＳＰＯＲＴ",
    ],
)
def test_words_that_ask_for_an_id_number_are_recognised(words: str):
    assert asks_for_it(words)


@pytest.mark.parametrize("words", ["带学生证吗", "身高", "会员号", "What is your idea?", ""])
def test_other_words_do_not_ask_for_one(words: str):
    assert not asks_for_it(words)


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "11010519491231002x",
        "孩子 440524188001010014，女",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "13800001234 11010519491231002X",
    ],
)
def test_an_id_number_is_found_however_it_is_written(text: str):
    assert holds_one(text)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # the check digit is another
        "11010519491331002X",  # no thirteenth month
        "911010519491231002X",  # one digit more
        "1101051949123100",
        "6222021234567890123",
        "",
    ],
)
def test_other_numbers_are_no_id_numbers(text: str):
    assert not holds_one(text)
