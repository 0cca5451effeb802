"""Codes of the common procurement vocabulary: those of health and social work by name, and any other by its form.

Division 85 of the vocabulary of 2008, as Regulation (EC) No 213/2008 gives it, with its check digits; reused with
acknowledgement of the European Union. A code of this division must be in the list, with its own check digit; of any
other code the form is checked, and whoever types it says what it means.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from assurance.domain.errors import InvalidInput

SOURCE = "Regulation (EC) No 213/2008, division 85"
DIVISION = "85"
MOST = 20
"""Codes that one procurement may have; a notice with more describes nothing."""
LONGEST_MEANING = 200
USUAL = ("85000000", "85100000", "85110000", "85112200", "85121283", "85142100", "85323000")
"""Those that a lead provider's programme most often begins from; a suggestion of ours, not of the law."""
_LINE = re.compile(r"([0-9]{8})(?:-([0-9]))?(?:[ \t,;:]+(\S.*))?", re.ASCII)
_TEXT = """\
85000000-9 Health and social work services
85100000-0 Health services
85110000-3 Hospital and related services
85111000-0 Hospital services
85111100-1 Surgical hospital services
85111200-2 Medical hospital services
85111300-3 Gynaecological hospital services
85111310-6 In vitro fertilisation services
85111320-9 Obstetrical hospital services
85111400-4 Rehabilitation hospital services
85111500-5 Psychiatric hospital services
85111600-6 Orthotic services
85111700-7 Oxygen-therapy services
85111800-8 Pathology services
85111810-1 Blood analysis services
85111820-4 Bacteriological analysis services
85111900-9 Hospital dialysis services
85112000-7 Hospital support services
85112100-8 Hospital-bedding services
85112200-9 Outpatient care services
85120000-6 Medical practice and related services
85121000-3 Medical practice services
85121100-4 General-practitioner services
85121200-5 Medical specialist services
85121210-8 Gyneacologic or obstetric services
85121220-1 Nephrology or nervous system specialist services
85121230-4 Cardiology services or pulmonary specialists services
85121231-1 Cardiology services
85121232-8 Pulmonary specialists services
85121240-7 ENT or audiologist services
85121250-0 Gastroenterologist and geriatric services
85121251-7 Gastroenterologist services
85121252-4 Geriatric services
85121270-6 Psychiatrist or psychologist services
85121271-3 Home for the psychologically disturbed services
85121280-9 Ophthalmologist, dermatology or orthopedics services
85121281-6 Ophthalmologist services
85121282-3 Dermatology services
85121283-0 Orthopaedic services
85121290-2 Paediatric or urologist services
85121291-9 Paediatric services
85121292-6 Urologist services
85121300-6 Surgical specialist services
85130000-9 Dental practice and related services
85131000-6 Dental-practice services
85131100-7 Orthodontic services
85131110-0 Orthodontic-surgery services
85140000-2 Miscellaneous health services
85141000-9 Services provided by medical personnel
85141100-0 Services provided by midwives
85141200-1 Services provided by nurses
85141210-4 Home medical treatment services
85141211-1 Dialysis home medical treatment services
85141220-7 Advisory services provided by nurses
85142000-6 Paramedical services
85142100-7 Physiotherapy services
85142200-8 Homeopathic services
85142300-9 Hygiene services
85142400-0 Home delivery of incontinence products
85143000-3 Ambulance services
85144000-0 Residential health facilities services
85144100-1 Residential nursing care services
85145000-7 Services provided by medical laboratories
85146000-4 Services provided by blood banks
85146100-5 Services provided by sperm banks
85146200-6 Services provided by transplant organ banks
85147000-1 Company health services
85148000-8 Medical analysis services
85149000-5 Pharmacy services
85150000-5 Medical imaging services
85160000-8 Optician services
85170000-1 Acupuncture and chiropractor services
85171000-8 Acupuncture services
85172000-5 Chiropractor services
85200000-1 Veterinary services
85210000-3 Domestic animal nurseries
85300000-2 Social work and related services
85310000-5 Social work services
85311000-2 Social work services with accommodation
85311100-3 Welfare services for the elderly
85311200-4 Welfare services for the handicapped
85311300-5 Welfare services for children and young people
85312000-9 Social work services without accommodation
85312100-0 Daycare services
85312110-3 Child daycare services
85312120-6 Daycare services for handicapped children and young people
85312200-1 Homedelivery of provisions
85312300-2 Guidance and counselling services
85312310-5 Guidance services
85312320-8 Counselling services
85312330-1 Family-planning services
85312400-3 Welfare services not delivered through residential institutions
85312500-4 Rehabilitation services
85312510-7 Vocational rehabilitation services
85320000-8 Social services
85321000-5 Administrative social services
85322000-2 Community action programme
85323000-9 Community health services
"""
HEALTH = MappingProxyType({each[:8]: each[11:] for each in _TEXT.splitlines()})
"""Code to meaning."""
_DIGITS = {each[:8]: each[9] for each in _TEXT.splitlines()}


def in_full(code: str) -> str:
    """Write a code with its check digit where it is known."""
    return f"{code}-{_DIGITS[code]}" if code in _DIGITS else code


def read_codes(text: str) -> tuple[tuple[str, str], ...]:
    """Read one code a line, the main one first, each with its meaning. Raises `InvalidInput` naming the line."""
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    if not lines:
        raise InvalidInput("codes", "Enter at least one code")
    if len(lines) > MOST:
        raise InvalidInput("codes", f"Enter at most {MOST} codes: there are {len(lines)}")
    found = [_read(line, number) for number, line in enumerate(lines, start=1)]
    twice = next((code for at, (code, _) in enumerate(found) if code in dict(found[:at])), None)
    if twice:
        raise InvalidInput("codes", f"{twice} is there twice")
    return tuple(found)


def _read(line: str, number: int) -> tuple[str, str]:
    matched = _LINE.fullmatch(line)
    if matched is None:
        raise InvalidInput("codes", f"Line {number}: enter a code of eight figures, such as 85121283-0")
    code, digit, meaning = matched.group(1), matched.group(2), (matched.group(3) or "").strip()
    if code.startswith(DIVISION):
        return code, _known(code, digit, number)
    if not meaning:
        raise InvalidInput("codes", f"Line {number}: write after {code} what it means, as in the vocabulary")
    if len(meaning) > LONGEST_MEANING:
        raise InvalidInput("codes", f"Line {number}: the meaning must be {LONGEST_MEANING} characters or fewer")
    return code, meaning


def _known(code: str, digit: str | None, number: int) -> str:
    if code not in HEALTH:
        raise InvalidInput("codes", f"Line {number}: {code} is not a code of health and social work")
    if digit and digit != _DIGITS[code]:
        raise InvalidInput("codes", f"Line {number}: the code of {HEALTH[code]} is {in_full(code)}, not {code}-{digit}")
    return HEALTH[code]
