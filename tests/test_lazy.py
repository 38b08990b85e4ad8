"""A property that is worked out once."""

import contextlib

from checker.lazy import lazy


class Counted:
    def __init__(self) -> None:
        self.asked = 0

    @lazy
    def answer(self) -> int:
        """What is asked for."""
        self.asked += 1
        return 42


def test_worked_out_once_for_each_object() -> None:
    one, other = Counted(), Counted()
    assert (one.answer, one.answer, one.asked) == (42, 42, 1)
    assert other.asked == 0
    assert other.answer == 42


def test_a_failure_is_not_kept() -> None:
    class Failing:
        tries = 0

        @lazy
        def value(self) -> int:
            Failing.tries += 1
            if Failing.tries == 1:
                raise ValueError
            return Failing.tries

    failing = Failing()
    with contextlib.suppress(ValueError):
        _ = failing.value
    assert failing.value == 2


def test_the_class_shows_the_property_and_its_words() -> None:
    assert Counted.answer.__doc__ == "What is asked for."
