"""What belongs to one participant is found in what goes to another, however it is dressed; what is agreed to is not."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from assurance.domain.dialogue.disclosure import Consent, Finding, Idea, Kind, Known, check, relied_on
from assurance.domain.dialogue.phrases import is_telling, plain_words

HALF = "The hospital keeps half of what it saves when an admission is avoided."
IDEA = Idea("i1", "alder", "Alder Care", "Hospital paid for empty beds", HALF)
BUS = Idea(
    "i2", "birch", "Birch Care", "Clinics on buses", "A converted bus brings the physiotherapist to each village twice."
)
ALL = ("alder", "birch", "cedar")
KNOWN = Known((IDEA, BUS), {"alder": ("Alder Care", "Quickstep Rehabilitation"), "birch": ("Birch Care",)})


def found(text: str, known: Known = KNOWN, to: tuple[str, ...] = ALL) -> list[tuple[str, str]]:
    return [(each.kind.value, each.idea or each.owner_name) for each in check(text, known, to)]


def test_a_sentence_of_an_idea_is_found_with_its_owner_and_the_shared_words() -> None:
    (finding,) = check(f"Bidders asked about this. {HALF} Please comment.", KNOWN, ALL)
    assert (finding.kind, finding.idea, finding.owner_name) == (Kind.PHRASE, "i1", "Alder Care")
    assert "half of what it saves when an admission is avoided" in finding.words[0]
    assert "“Hospital paid for empty beds” of Alder Care" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        HALF.upper(),
        "the hospital keeps half, of what it saves – when an admission is avoided",
        "The hospital keeps half of what it saves when an\u00a0admission is avo\u00adided",
        "The ho\u0301spital keeps half of what it saves when an admission is avoided",
        "Hospitals that save beds by avoiding admissions could keep half.",
    ],
)
def test_case_marks_unseen_characters_and_another_order_hide_nothing(text: str) -> None:
    assert ("phrase", "i1") in found(text) or ("words", "i1") in found(text)


@pytest.mark.parametrize("text", ["The deadline is noon.", "At the end of the day it is in the interest of all.", ""])
def test_what_has_nothing_to_do_with_an_idea_is_not_found(text: str) -> None:
    assert found(text) == []


def test_words_everybody_could_read_already_tell_nothing() -> None:
    known = Known(
        (IDEA,), public=("The hospital keeps half of what it saves when an admission is avoided, says the notice",)
    )
    assert found(HALF, known) == []


def test_its_owner_may_be_told_its_own_idea_and_nobody_else() -> None:
    assert found(HALF, to=("alder",)) == []
    assert found(HALF, to=("birch",)) == [("phrase", "i1")]


def test_names_of_participants_and_of_their_partners_are_found() -> None:
    assert found("As Alder said, and Quickstep confirmed.") == [("name", "Alder Care")]
    assert found("As Alder said.", to=("alder",)) == []
    assert found("As ALDER’s people said to Birch.") == [("name", "Alder Care"), ("name", "Birch Care")]


WORDING = "A hospital may keep half of what it saves when an admission is avoided"


def consented(*consents: Consent) -> Known:
    return Known((Idea("i1", "alder", "Alder Care", IDEA.title, HALF, consents),))


def test_consent_covers_its_wording_and_nothing_beside_it() -> None:
    known = consented(Consent(WORDING, None))
    assert found(f"We were told: {WORDING}. Please comment.", known) == []
    assert found(f"{WORDING}. The hospital keeps half of what it saves.", known) == [("phrase", "i1")]
    assert found("A hospital may keep half of what it saves when an admission is put off", known) == [("phrase", "i1")]


def test_consent_covers_only_those_it_names() -> None:
    known = consented(Consent(WORDING, frozenset({"birch"})))
    assert found(WORDING, known, ("birch",)) == []
    assert found(WORDING, known, ("birch", "cedar")) == [("phrase", "i1")]


def test_a_consent_is_relied_on_only_where_its_words_stand() -> None:
    consent = Consent(WORDING, frozenset({"birch"}))
    assert relied_on(f"So: {WORDING.lower()}!", consent, ["birch"])
    assert not relied_on("Something else altogether", consent, ["birch"])
    assert not relied_on(WORDING, consent, ["birch", "cedar"])


def test_a_consent_of_one_participant_covers_nothing_of_another() -> None:
    other = Idea("i3", "birch", "Birch Care", "Shared savings", HALF)
    known = Known((*consented(Consent(WORDING, None)).ideas, other))
    assert found(WORDING, known) == [("phrase", "i3")]


def test_a_finding_has_another_name_when_its_words_change() -> None:
    first = check(HALF, KNOWN, ALL)[0]
    second = check("The hospital keeps half of what it saves.", KNOWN, ALL)[0]
    assert first.key != second.key
    assert first.key == check(f"{HALF} Then more.", KNOWN, ALL)[0].key


WORDS = ["hospital", "savings", "village", "rota", "nurse", "triage", "knees", "pays", "the", "of", "when", "and", "is"]
sentences = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12).map(" ".join)
texts = st.lists(sentences, max_size=4).map(". ".join)


@given(before=texts, sentence=sentences, after=texts, rest=texts, public=texts)
@example(before="hospital savings village rota", sentence="savings village rota nurse", after="", rest="", public="")
def test_a_text_with_a_distinctive_sentence_of_an_idea_is_always_found(
    before: str, sentence: str, after: str, rest: str, public: str
) -> None:
    assume(is_telling(plain_words(sentence), [plain_words(public)]))
    idea = Idea("i1", "alder", "Alder Care", "Savings", f"{rest}. {sentence}")
    findings = check(f"{before}. {sentence}. {after}", Known((idea,), public=(public,)), ("birch",))
    assert [each.idea for each in findings] == ["i1"]


@given(st.lists(texts, min_size=1, max_size=5), texts, st.randoms(use_true_random=False))
def test_the_order_of_ideas_changes_nothing(bodies: list[str], text: str, shuffle: random.Random) -> None:
    ideas = [Idea(f"i{at}", f"p{at % 3}", f"Owner {at % 3}", f"Idea {at}", body) for at, body in enumerate(bodies)]
    mixed = list(ideas)
    shuffle.shuffle(mixed)

    def outcome(given_ideas: list[Idea]) -> tuple[Finding, ...]:
        return check(text, Known(tuple(given_ideas)), ("p0", "p1"))

    assert outcome(ideas) == outcome(mixed)


@given(texts, texts, st.sets(st.sampled_from(ALL), min_size=1))
def test_more_recipients_never_mean_fewer_findings(body: str, text: str, to: set[str]) -> None:
    known = Known((Idea("i1", "alder", "Alder Care", "Savings", body),))
    few = {each.key for each in check(text, known, to)}
    assert few <= {each.key for each in check(text, known, {*to, "dogwood"})}
