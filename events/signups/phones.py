"""Telephone numbers: however it is written, one number is one number."""

import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from events.errors import EventsError
from events.marking import N_

_REGION = "CN"
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_MOBILE_DIGITS = 11
_WITH_AREA = 10  # without the leading 0


class PhoneRefused(EventsError):
    """It is no telephone number that can be called."""


def read_phone(text: str) -> str:
    """E.164, with `;ext=` for an extension: 138 0000 1234, ＋86-13800001234 and 0086 … are one.

    Raises PhoneRefused.
    """
    text = unicodedata.normalize("NFKC", text).replace("转", " ext ")
    try:
        number = phonenumbers.parse(text, _REGION)
    except NumberParseException as error:
        raise _refusal(text) from error
    if not phonenumbers.is_valid_number(number) or _lacks_area(number):
        raise _refusal(text)
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def is_mobile(phone: str) -> bool:
    """Of a number that `read_phone` gave."""
    return phonenumbers.number_type(phonenumbers.parse(phone, _REGION)) in _MOBILE


def in_words(phone: str) -> str:
    """As people here write it: 138 0000 1234, 0772 281 2345, +1 212-555-0100."""
    number = phonenumbers.parse(phone, _REGION)
    home = phonenumbers.country_code_for_region(_REGION)
    style = PhoneNumberFormat.NATIONAL
    if number.country_code != home:
        style = PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def masked(phone: str) -> str:
    """Enough to be recognised by its owner: 138****1234."""
    digits = phone.removeprefix("+86").partition(";")[0]
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) > 8 else "****"


def _lacks_area(number: phonenumbers.PhoneNumber) -> bool:
    """Seven or eight digits can be called from the same town only."""
    is_ours = number.country_code == phonenumbers.country_code_for_region(_REGION)
    return is_ours and len(str(number.national_number)) < _WITH_AREA


def _refusal(text: str) -> PhoneRefused:
    count = sum(character.isdigit() for character in text)
    if text.strip().startswith("1") and count != _MOBILE_DIGITS:
        words = N_("手机号应为 11 位数字，例如 13800001234。您填了 %(count)d 位。")
        return PhoneRefused(words, count=count)
    return PhoneRefused(
        N_("这不像一个电话号码。请填手机号，例如 13800001234，或带区号的座机，例如 0772-2812345。")
    )
