"""A specification of integrated care to start from: nine interventions, five components and what enables them.

The frame is that of WELC (founding document 003); every sentence is this service’s own.
"""

from __future__ import annotations

from assurance.domain.provision.specification import Section, SectionPart

_S, _I, _C, _E = SectionPart.SCOPE, SectionPart.INTERVENTION, SectionPart.COMPONENT, SectionPart.ENABLER
_SECTIONS: tuple[tuple[SectionPart, str, str], ...] = (
    (
        _S,
        "Whom the programme serves",
        "The lead provider answers for every person of the population described in the programme, whether or not they "
        "are known to a service today, and for every step of the pathways listed with it.",
    ),
    (
        _I,
        "Self-care and expectations",
        "People learn what they can do themselves, set their own goals, and know what the service will and will not "
        "do. Support is offered at the first contact and again at each review.",
    ),
    (
        _I,
        "Care planning",
        "Everybody with more than one continuing need has one plan in their own words, agreed with them, shared with "
        "those who care for them, and looked at again when life changes and at least once a year.",
    ),
    (
        _I,
        "Navigation of health and social care",
        "A named person helps people find their way between services, and follows up until the next service has taken "
        "over. To give a telephone number is not to navigate.",
    ),
    (
        _I,
        "Case management",
        "Those at highest risk have a case manager with time for them, found from the records of general practice and "
        "by those who know them.",
    ),
    (
        _I,
        "Specialist input in the community",
        "Specialists see people and advise their teams outside hospital. Advice to a practice is given within two "
        "working days.",
    ),
    (
        _I,
        "From secondary to primary mental health care",
        "People who leave specialist mental health care are accompanied until primary care has met them, with a plan "
        "for a crisis that both have agreed.",
    ),
    (
        _I,
        "Rapid response with reablement",
        "A team comes within two hours where an admission could be avoided, stays for days and not for weeks, and "
        "works towards what the person wants to be able to do again.",
    ),
    (
        _I,
        "Mental health liaison in hospital",
        "Everybody in hospital has a mental health assessment when one is needed, at any hour, and staff are taught to "
        "ask.",
    ),
    (
        _I,
        "Discharge from hospital to community",
        "Discharge is planned from the day of admission, with one date, one plan and one person who answers for it on "
        "either side.",
    ),
    (
        _C,
        "Platform to share information",
        "Everybody who cares for a person reads and writes one record of what matters for the next step, on the day. "
        "People see it themselves.",
    ),
    (
        _C,
        "Evidence-based pathways and packages",
        "Each pathway has a package of care with its evidence, its cost for a person and a year, and what is measured. "
        "A departure from it is recorded with the reason.",
    ),
    (
        _C,
        "Joint health and social care assessment",
        "One assessment serves health and social care. Nobody is asked the same question twice.",
    ),
    (
        _C,
        "New roles in the workforce",
        "Case managers, workers who are trained in both health and social care, co-ordinators, and discharge "
        "co-ordinators on the wards are in post with time that belongs to the role.",
    ),
    (
        _C,
        "Networks of practices",
        "General practices work in networks that follow geography, share staff and results, and help each other where "
        "results differ.",
    ),
    (
        _E,
        "Engagement of patients",
        "People who use the care take part in decisions about the service, and it is on record what changed because of "
        "them.",
    ),
    (
        _E,
        "Joint decisions and accountability",
        "The partners decide together by rules that say who answers when they do not agree.",
    ),
    (
        _E,
        "Clinical leadership and culture",
        "Named clinicians from each part of the pathway lead the change, with paid time for it.",
    ),
    (
        _E,
        "Support for decisions",
        "Prompts, recall and dashboards show each team and each practice where it stands, by the week.",
    ),
    (
        _E,
        "Aligned incentives and payment",
        "What the lead provider earns by outcomes is passed down to those who can move them, and nobody earns by an "
        "admission that could be avoided.",
    ),
)
TEMPLATE = tuple((part, Section(title, text)) for part, title, text in _SECTIONS)
