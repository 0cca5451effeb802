"""The table of founding document 000 imports as it is printed, and its lost totals are worked out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assurance.domain.faults import FaultsFound
from assurance.domain.provision.programme import envelope, parse_budget, totals

PRINTED = """Northamptonshire Teaching PCT,,,,,

Expenditure on own population (£000s),,,,,

,,2006.07,2007.00,2000.00,% change from
Programme Budgeting Category,,2006-07,2007-08,2008-09,2007-08
01,Infectious Diseases,"10,559","13,429","14,645",9%
02,Cancers and Tumours,"50,252","52,879","57,154",8%
03,Disorders of Blood,"10,976","11,982","12,107",1%
04,"Endocrine, Nutritional and Metabolic","22,387","25,717","31,747",23%
05,Mental Health Disorders,"98,072","103,921","131,622",27%
06,Problems of Learning Disability,"37,968","29,785","26,876",-10%
07,Neurological,"30,784","36,448","37,307",2%
08,Problems of Vision,"15,276","16,304","18,304",12%
09,Problems of Hearing,"2,381","3,730","3,211",-14%
10,Problems of Circulation,"66,501","65,072","69,452",7%
11,Problems of the Respiratory System,"35,988","36,308","40,749",12%
12,Dental Problems,"35,847","38,083","41,320",8%
13,Problems of Gastro Intestinal System,"40,788","44,226","41,371",-6%
14,Problems of the Skin,"15,502","17,512","18,233",4%
15,Problems of Musculo Skeletal System,"44,356","50,287","50,717",1%
16,Problems due to Trauma and Injuries,"41,199","39,982","37,697",-6%
17,Problems of Genito Urinary System,"37,359","37,410","43,419",16%
18,Maternity and Reproductive Health,"33,167","30,377","35,806",18%
19,Conditions of Neonates,"4,458","7,438","9,305",25%
20,Adverse effects and poisoning,"8,970","9,563","10,894",14%
21,Healthy Individuals,"12,700","17,632","23,053",31%
22,Social Care Needs,"7,632","22,209","21,632",-3%
23,Other,"113,172","136,310","144,078",6%
All,Total,"776,294",",",-,9% \u2079\u207b\u2075
"""


def test_the_printed_table_imports_and_its_totals_recompute() -> None:
    lines = parse_budget(PRINTED)
    assert len(lines) == 23
    assert totals(lines) == {
        "2006/07": Decimal(776_294_000),
        "2007/08": Decimal(846_604_000),
        "2008/09": Decimal(920_699_000),
    }
    assert {year: envelope(lines, ["15"], year) for year in totals(lines)} == {
        "2006/07": Decimal(44_356_000),
        "2007/08": Decimal(50_287_000),
        "2008/09": Decimal(50_717_000),
    }


def faults(table: str) -> list[str]:
    with pytest.raises(FaultsFound) as found:
        parse_budget(table)
    return [f"{each.path}: {each.message}" for each in found.value.faults]


def test_a_total_that_is_not_the_sum_is_told_at_its_cell() -> None:
    wrong = PRINTED.replace('"776,294"', '"776,295"')
    assert faults(wrong) == [
        "row 30, gbp_thousand_2006_07: the total printed is 776,295, and the categories add up to 776,294"
    ]


def test_a_cell_that_cannot_be_read_is_told_at_its_row_of_the_page() -> None:
    assert faults(PRINTED.replace('"50,717"', "5O717")) == [
        "row 21, gbp_thousand_2008_09: Enter an amount in pounds, such as 1,234.50 or 1234"
    ]


def test_a_table_without_a_unit_is_in_pounds_and_what_stands_under_the_total_is_left() -> None:
    table = "Budget of the board\nCode,Programme category,2023-24\n15,MSK,100\nTotal,,100\nSource: the board\n"
    assert totals(parse_budget(table)) == {"2023/24": Decimal(100)}


def test_a_plain_table_may_have_a_total_too() -> None:
    plain = "code,programme,2023/24\n15,MSK,100\n16,Trauma,50\nAll,Total,{}\n"
    assert len(parse_budget(plain.format(150))) == 2
    assert faults(plain.format(151)) == ["row 4, 2023/24: the total printed is 151, and the categories add up to 150"]
