"""What is published with the criteria: its faults, and a digest over every part that can decide a result."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.methods import Method
from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.scales import ZERO_TO_FIVE, Descriptor

CLINICAL = Criterion("clinical", "Clinical", Decimal(60), Kind.SCORED, scale=5, minimum=Decimal(2))
WORKFORCE = Criterion("workforce", "Workforce", Decimal(40), Kind.SCORED, scale=5)
QUALITY = Criterion("quality", "Quality", Decimal(70), Kind.GROUP, (CLINICAL, WORKFORCE))
PRICE = Criterion("price", "Price", Decimal(30), Kind.PRICE)
PUBLISHED = Publication(
    CriteriaTree((QUALITY, PRICE)), tie_break=("quality", "lowest-price"), descriptors=ZERO_TO_FIVE.descriptors,
    down_select=("clinical",),
)  # fmt: skip


def with_clinical(**changes: object) -> Publication:
    quality = replace(QUALITY, children=(replace(CLINICAL, **changes), WORKFORCE))
    return replace(PUBLISHED, tree=CriteriaTree((quality, PRICE)))


def with_price(**changes: object) -> Publication:
    return replace(PUBLISHED, tree=CriteriaTree((QUALITY, replace(PRICE, **changes))))


def test_the_digest_depends_on_every_published_property() -> None:
    changed = [
        PUBLISHED,
        with_clinical(title="Model"),
        with_clinical(scale=4),
        with_clinical(minimum=Decimal(3)),
        with_clinical(question="Describe the pathway"),
        with_clinical(guidance="Look for owners"),
        with_clinical(word_limit=500),
        with_clinical(id="model"),
        with_clinical(weight=Decimal(61)),
        with_clinical(normalise="highest"),
        with_clinical(sub_criteria=("Access",)),
        with_price(price_formula="absolute-band", price_parameters={"min": Decimal(1), "max": Decimal(2)}),
        with_price(price_formula="absolute-band", price_parameters={"min": Decimal(1), "max": Decimal(3)}),
        replace(PUBLISHED, tree=CriteriaTree((PRICE, QUALITY))),
        replace(PUBLISHED, method=Method("price-per-quality-point")),
        replace(PUBLISHED, tie_break=("lowest-price", "quality")),
        replace(PUBLISHED, descriptors=(*ZERO_TO_FIVE.descriptors[:-1], Descriptor(5, "Exceeds the need", "Perfect."))),
        replace(PUBLISHED, down_select=("workforce",)),
        replace(PUBLISHED, price_opens_after_quality=True),
    ]
    assert len({each.digest() for each in changed}) == len(changed)


def test_the_digest_depends_on_values_and_not_on_how_they_are_written() -> None:
    assert with_clinical(weight=Decimal("60.00"), minimum=Decimal("2.0")).digest() == PUBLISHED.digest()


def test_the_digest_is_that_of_the_canonical_json() -> None:
    tree = CriteriaTree((Criterion("q", "Qualité", Decimal("100.0"), Kind.SCORED, scale=5),))
    written = (
        '{"criteria":[{"guidance":"","id":"q","kind":"scored","minimum":null,"question":"","scale":5,'
        '"title":"Qualité","weight":"100","word_limit":null}],"down_select":[],'
        '"format":"assurance-published-criteria/1","method":{"name":"weighted-sum"},'
        '"price_opens_after_quality":false,"scale":[],"tie_break":[]}'
    )
    assert Publication(tree).digest() == hashlib.sha256(written.encode()).hexdigest()


def test_faults_of_the_tree_the_method_and_the_tie_break_are_all_named() -> None:
    assert PUBLISHED.faults() == ()
    assert [each.path for each in with_clinical(weight=Decimal(50)).faults()] == ["criteria[0].weight"]
    assert [each.path for each in replace(PUBLISHED, method=Method("best-guess")).faults()] == ["method.name"]
    assert [each.path for each in replace(PUBLISHED, tie_break=("nobody",)).faults()] == ["tie_break[0]"]
