"""Numbers for whoever hosts it."""

import threading

from bot.meters import Spread


def test_what_took_as_long_as_a_step_counts_up_to_it() -> None:
    spread = Spread((1.0, 5.0))
    for seconds in (0.5, 1.0, 1.1, 5.0, 9.0, -3.0):
        spread.note(seconds)
    assert spread.read() == ([3, 5, 6], 16.6)


def test_several_threads_lose_nothing() -> None:
    spread = Spread((1.0,))

    def much() -> None:
        for _ in range(2000):
            spread.note(1.0)

    threads = [threading.Thread(target=much) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert spread.read() == ([16_000, 16_000], 16_000.0)
