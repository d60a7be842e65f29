"""docs/screens has the picture of every page that `dev screens` takes, in both sizes, each small, and no other."""

from dev.screens import FOLDER, SHOTS, SIZES

LARGEST = 100_000  # bytes of one
MOST = 4_000_000  # bytes of all


def test_the_pictures_are_those_of_the_pages() -> None:
    wanted = {f"{shot.name}{suffix}.png" for shot in SHOTS for suffix in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted, "run `make screens`"


def test_they_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) < MOST
