"""Identity: what cards, numbers, names, dates and addresses say, and how far to trust it."""

from desk_app.domain.identity.card_qr import (
    CardReading,
    CardVerdict,
    number_of_card,
    read_card_qr,
)
from desk_app.domain.identity.chip import (
    ChipKey,
    ChipPerson,
    ChipReport,
    ChipVerdict,
    key_of_printed_data,
    opens_a_chip,
    person_of,
    states_an_expiry,
)
from desk_app.domain.identity.mrz import MrzReading, MrzVerdict, check_digit, read_mrz
from desk_app.domain.identity.names import NameParts, agrees_with_mrz, split_name
from desk_app.domain.identity.numbers import (
    AgencyVerdict,
    NumberVerdict,
    OldNumber,
    PersonalNumber,
    Phone,
    PhoneVerdict,
    TaxCode,
    TaxVerdict,
    check_agency_code,
    check_old_number,
    check_personal_number,
    check_phone,
    check_tax_code,
    is_personal_number,
)
from desk_app.domain.identity.places import (
    Address,
    province_now,
    province_of_2024,
    read_address,
)
from desk_app.domain.identity.tables import IdentityTables
from desk_app.domain.identity.values import PartialDate, Sex, parse_iso
from desk_app.domain.identity.vietnamese import compose, same_name, same_search, search_key
from desk_app.domain.identity.written_dates import date_in_digits, date_in_words

__all__ = [
    "Address",
    "AgencyVerdict",
    "CardReading",
    "CardVerdict",
    "ChipKey",
    "ChipPerson",
    "ChipReport",
    "ChipVerdict",
    "IdentityTables",
    "MrzReading",
    "MrzVerdict",
    "NameParts",
    "NumberVerdict",
    "OldNumber",
    "PartialDate",
    "PersonalNumber",
    "Phone",
    "PhoneVerdict",
    "Sex",
    "TaxCode",
    "TaxVerdict",
    "agrees_with_mrz",
    "check_agency_code",
    "check_digit",
    "check_old_number",
    "check_personal_number",
    "check_phone",
    "check_tax_code",
    "compose",
    "date_in_digits",
    "date_in_words",
    "is_personal_number",
    "key_of_printed_data",
    "number_of_card",
    "opens_a_chip",
    "parse_iso",
    "person_of",
    "province_now",
    "province_of_2024",
    "read_address",
    "read_card_qr",
    "read_mrz",
    "same_name",
    "same_search",
    "search_key",
    "split_name",
    "states_an_expiry",
]
