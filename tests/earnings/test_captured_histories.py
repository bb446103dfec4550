"""The figures two real workers of one owner showed on one proxy (payloads 03 to 08 of both generations)."""

from tests.earnings.books import MINUTE, SECOND, A, B, Books, claim, look

W12000, W12010 = A, B


def test_2025_12_two_workers_never_count_one_contract_twice() -> None:
    books = Books()
    books.take(
        look(W12000, 0, 450_009_600, claim(450_009_600, 450_009_000, 450_009_000)),
        look(W12010, 10 * SECOND, 0, claim(450_008_400, 450_008_400, 4_800)),
    )
    assert books.earned() == 450_009_600
    assert (books.share(W12000), books.share(W12010), books.unattributed()) == (450_009_600, 0, 0)


def test_2025_12_the_order_of_looks_does_not_matter() -> None:
    books = Books()
    books.take(look(W12010, 0, 0, claim(450_008_400, 450_008_400, 4_800)))
    assert (books.share(W12010), books.unattributed()) == (0, 450_008_400)
    books.take(look(W12000, 10 * SECOND, 450_009_600, claim(450_009_600, 450_009_000, 450_009_000)))
    assert (books.share(W12000), books.share(W12010), books.unattributed()) == (450_009_600, 0, 0)


def test_2025_12_from_traffic_to_restart() -> None:
    books = Books()
    books.take(look(W12000, 0, 450_009_600, claim(450_009_600, 450_009_000, 450_009_000)))
    books.take(look(W12010, 10 * SECOND, 0, claim(450_008_400, 450_008_400, 4_800)))
    books.take(look(W12000, 2 * MINUTE, 450_009_600, claim(450_009_600, 450_009_600, 450_009_000)))  # 04 disabled
    books.take(look(W12010, 3 * MINUTE, 900, claim(450_010_500, 450_009_600, 450_009_000)))  # 04 after traffic
    books.take(look(W12000, 5 * MINUTE, 450_009_600, claim(450_010_500, 450_010_500, 450_010_500)))  # 06
    books.take(look(W12000, 7 * MINUTE, 450_009_600, claim(450_010_800, 450_010_800, 450_010_800)))  # 07
    books.take(look(W12010, 8 * MINUTE, 0))  # 07 started without proxy: it had restarted
    books.take(look(W12000, 9 * MINUTE, 450_009_600, claim(450_010_800, 450_010_800, 450_010_800)))  # 07 back
    books.take(look(W12000, 12 * MINUTE, 450_010_200, claim(450_011_400, 450_011_400, 450_011_400)))  # 08 before
    books.take(look(W12000, 13 * MINUTE, 0, claim(450_011_400, 450_011_400, 450_011_400)))  # 08 after
    assert books.earned() == 450_011_400
    assert (books.share(W12000), books.share(W12010)) == (450_010_200, 900)
    assert books.unattributed() == 300  # w12010 restarted before anybody saw that work in its counter


def test_2026_04_a_lagging_worker_takes_nothing_back() -> None:
    books = Books()
    books.take(look(W12000, 0, 6_150, claim(6_150, 0, 0)), look(W12010, 5 * SECOND, 0, claim(6_150, 6_150, 0)))
    books.take(look(W12000, MINUTE, 450_006_150, claim(450_006_150, 6_150, 0)))
    books.take(look(W12010, MINUTE + 5 * SECOND, 0, claim(6_150, 6_150, 0)))
    assert books.earned() == books.share(W12000) == 450_006_150
    assert books.in_period(0, 60 * MINUTE) == 450_000_000


def test_2026_04_a_proxy_that_comes_back_with_zeros_loses_and_doubles_nothing() -> None:
    books = Books()
    books.take(look(W12000, 0, 450_006_150, claim(450_006_150, 6_150, 0)))
    books.take(look(W12000, MINUTE, 450_007_050, claim(450_007_050, 450_006_150, 0)))  # 04
    books.take(look(W12000, 5 * MINUTE, 450_007_050, claim(450_007_050, 450_007_050, 450_007_050)))  # 07
    books.take(look(W12000, 6 * MINUTE, 3_000, claim(3_000, 0, 0)))  # 07b, the worker restarted too
    books.take(look(W12000, 7 * MINUTE, 3_000, claim(3_000, 3_000, 3_000)))  # 07 back
    books.take(look(W12000, 8 * MINUTE, 0))  # 08 after restart
    assert (books.earned(), books.share(W12000), books.unattributed()) == (450_007_050, 450_007_050, 0)
    books.take(look(W12000, 9 * MINUTE, 100, claim(450_007_150, 3_000, 3_000)))
    assert (books.earned(), books.share(W12000)) == (450_007_150, 450_007_150)
