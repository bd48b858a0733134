"""What speaks against the rest of a campaign."""

import pytest

from models.rules.first_batch import Leavers


@pytest.mark.parametrize(
    ("got", "blocked", "opted_out", "too_many"),
    [
        (0, 0, 0, False),
        (20, 0, 0, False),
        (20, 1, 0, True),
        (20, 0, 1, True),
        (50, 0, 1, False),
        (49, 0, 1, True),
        (100, 1, 2, False),
        (99, 1, 0, True),
        (100, 2, 0, True),
        (100, 0, 3, True),
        (10_000, 100, 200, False),
        (10_000, 101, 0, True),
        (10_000, 0, 201, True),
    ],
)
def test_more_than_one_in_a_hundred_blocks_or_two_want_no_more(
    got: int, blocked: int, opted_out: int, *, too_many: bool
) -> None:
    assert Leavers(got, blocked, opted_out).are_too_many is too_many
