"""Many passwords at once take turns: they do not take as many times the memory of one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assurance.adapters.memory_turns import EACH_BYTES, MOST, memory_bytes, turns

GIGABYTE = 2**30
AT_ONCE = 16
PROGRAM = """
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore
from argon2 import PasswordHasher
from assurance.adapters import memory_turns, seals
from assurance.services import accounts
memory_turns._turns = BoundedSemaphore(int(sys.argv[1]))
hasher = PasswordHasher(time_cost=9)
known = hasher.hash("the password")
accounts._hasher = hasher
public, protected = seals.make_holder_key("the passphrase", seals.Cost(rounds=9))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
together = Barrier(16)
def one(number):
    together.wait()
    if number % 2:
        return accounts._verifies(known, "the password")
    return len(seals.unprotect(protected, public, "the passphrase")) == 32
with ThreadPoolExecutor(16) as pool:
    assert all(pool.map(one, range(16)))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""


def growth(at_a_time: int) -> int:
    call = [sys.executable, "-c", PROGRAM, str(at_a_time)]
    return int(subprocess.run(call, capture_output=True, text=True, check=True).stdout)


def test_sixteen_at_once_take_the_memory_of_two() -> None:
    assert growth(2) < 4 * EACH_BYTES


def test_without_turns_they_would_take_far_more() -> None:
    """The measurement could find more, if there were more; how many meet is for a busy machine to say."""
    assert any(growth(AT_ONCE) > 4 * EACH_BYTES for _ in range(8))


@pytest.mark.parametrize(
    ("memory", "processes", "expected"),
    [
        (GIGABYTE, 2, 1),
        (2 * GIGABYTE, 1, 4),
        (2 * GIGABYTE, 2, 2),
        (64 * GIGABYTE, 2, MOST),
        (1, 1, 1),
        (GIGABYTE, 0, 2),
    ],
)
def test_turns_are_as_many_as_memory_allows(memory: int, processes: int, expected: int) -> None:
    assert turns(memory, processes) == expected


def test_the_memory_of_this_machine_is_known() -> None:
    assert memory_bytes() > EACH_BYTES
