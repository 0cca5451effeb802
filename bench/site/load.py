"""Many people asking at once, each waiting for an answer before asking again; and what all of it came to."""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from bench.measure import percentile
from bench.site.client import Answer

Act = Callable[[int], Answer]
"""One person's next request; given its number."""


@dataclass(frozen=True)
class Load:
    """The answers of a run, and how long the whole of it took."""

    answers: Sequence[Answer]
    seconds: float
    asking: float = 0.0
    """Processor time of asking and reading, in milliseconds for all together; it is taken from the same machine."""

    @property
    def failed(self) -> list[Answer]:
        """List the answers that were not 200."""
        return [each for each in self.answers if each.status != 200]

    @property
    def per_second(self) -> float:
        """Count good answers by the second."""
        return (len(self.answers) - len(self.failed)) / self.seconds

    @property
    def asking_cpu(self) -> float:
        """Give the processor time of this side by request."""
        return self.asking / len(self.answers)

    @property
    def most_per_second(self) -> float:
        """Say how many such requests the processors could do, both sides together, if nothing ever waited."""
        return 1000 * (os.cpu_count() or 1) / (self.cpu + self.asking_cpu)

    @property
    def p50(self) -> float:
        """Half of the answers took no longer, in milliseconds."""
        return median(each.ms for each in self.answers)

    @property
    def p95(self) -> float:
        """Nineteen in twenty took no longer."""
        return percentile([each.ms for each in self.answers], 95)

    @property
    def queries(self) -> float:
        """Count the statements of the middle request."""
        return median(each.queries for each in self.answers)

    @property
    def own_cpu(self) -> float:
        """Give the processor time of the thread that answers the middle request."""
        return median(each.cpu for each in self.answers)

    @property
    def cpu(self) -> float:
        """Give the processor time of the server's processes by request, reading and sending included."""
        by_process: dict[str, list[float]] = defaultdict(list)
        for each in self.answers:
            if each.process:
                by_process[each.process].append(each.process_cpu)
        shares = [(max(seen) - min(seen), len(seen) - 1) for seen in by_process.values() if len(seen) > 1]
        requests = sum(count for _, count in shares)
        return sum(spent for spent, _ in shares) / requests if requests else mean(each.cpu for each in self.answers)


def run(acts: Sequence[Act], each: int) -> Load:
    """Let every person make `each` requests, all starting together."""
    answers: list[list[Answer]] = [[] for _ in acts]
    gate = threading.Barrier(len(acts) + 1)

    def work(place: int) -> None:
        gate.wait()
        answers[place].extend(acts[place](number) for number in range(each))

    threads = [threading.Thread(target=work, args=(place,), daemon=True) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    gate.wait()
    start, spent = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.join()
    seconds, asking = time.perf_counter() - start, 1000 * (time.process_time() - spent)
    return Load([answer for own in answers for answer in own], seconds, asking)
