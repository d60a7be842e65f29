"""What a verb of a life needs before it can be done; without it the verb counts as refused, and not as done."""

from collections.abc import Iterable

from meuplano.actions.refused import Refused


def there[Thing](thing: Thing | None) -> Thing:
    """It, if it is there. Raises Refused."""
    if not thing:
        raise Refused("nothing_there")
    return thing


def first[Thing](things: Iterable[Thing]) -> Thing:
    """The first of them. Raises Refused when there is none."""
    return there(next(iter(things), None))
