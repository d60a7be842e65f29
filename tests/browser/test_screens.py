"""What `dev screens` asks of every page can fail: a covered control, a page too wide, an accessibility finding."""

from playwright.sync_api import Page

from dev.screens import problems_of

BUTTON = '<!doctype html><html lang="pt-BR"><title>x</title><main><h1>x</h1><button>Pagar</button>'
BAR = '<div style="position: fixed; inset: 0; background: white"></div>'
WIDE = '<div style="width: 900px">x</div>'
UNNAMED = "<button></button>"


def test_a_good_page_has_no_problem(page: Page) -> None:
    page.set_content(f"{BUTTON}</main>")
    assert problems_of(page) == []


def test_each_problem_is_found(page: Page) -> None:
    for added, said in (
        (BAR, "covered while it has the focus"),
        (WIDE, "pixels wide at 320"),
        (UNNAMED, "button-name"),
    ):
        page.set_content(f"{BUTTON}{added}</main>")
        assert said in " ".join(problems_of(page)), added
