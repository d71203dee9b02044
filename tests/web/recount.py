"""Every number links to rows that add up to it: follow each such link of a page and count.

A number that is marked `data-count` names its rows by `href`, or by `data-href` where it is no
link (the head of a fold whose rows are inside). They are found

- in the element that the address's fragment names, of this page or of the one it leads to;
- without a fragment, on the whole page that it leads to and on those that follow (`rel="next"`).

A row is marked `data-row`. With `data-sum="credit"` beside the number, what every element says in
`data-credit` is added up instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient

VOID = frozenset({"br", "circle", "col", "hr", "img", "input", "line", "link", "meta", "wbr"})
PAGES_AT_MOST = 40
NOUGHTS = 4


@dataclass(slots=True)
class Tag:
    """One element: what it says of itself, and which elements it stands in."""

    attributes: dict[str, str]
    within: frozenset[str]
    """Ids of the elements around it, its own among them."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a page and where its rows are."""

    n: int
    href: str
    sums: str | None


@dataclass(slots=True)
class Page(HTMLParser):
    """The elements of a page in their order."""

    tags: list[Tag] = field(default_factory=list)
    open_ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        around = {one for one in [*self.open_ids, attributes.get("id", "")] if one}
        self.tags.append(Tag(attributes, frozenset(around)))
        if tag not in VOID:
            self.open_ids.append(attributes.get("id", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open_ids.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open_ids:
            self.open_ids.pop()


def parsed(text: str) -> Page:
    page = Page()
    page.feed(text)
    return page


def numbers_of(text: str) -> list[Number]:
    """All numbers of a page that say where their rows are."""
    return [
        Number(int(said["data-count"]), said.get("href") or said["data-href"], said.get("data-sum"))
        for tag in parsed(text).tags
        if "data-count" in (said := tag.attributes)
    ]


def recount(client: FlaskClient, address: str) -> int:
    """Follow every number of a page; an AssertionError names those whose rows do not add up. So
    many were followed: a page on which nothing is marked proves nothing."""
    text = client.get(address).text
    wrong = what_does_not_add_up(client, text)
    assert not wrong, "\n".join(wrong)
    return len(numbers_of(text))


def what_does_not_add_up(client: FlaskClient, text: str) -> list[str]:
    """A sentence for each number of a page whose rows come to another one."""
    numbers = numbers_of(text)
    # Of nothing there is much on a page; where a few such lists are empty, the others are too.
    followed = [one for one in numbers if one.n] + [one for one in numbers if not one.n][:NOUGHTS]
    return [
        f"{one.href}: the page says {one.n}, the rows come to {found}"
        for one in followed
        if (found := _rows(client, text, one)) != one.n
    ]


def _rows(client: FlaskClient, text: str, number: Number) -> int:
    path, _, fragment = number.href.partition("#")
    if not path:
        return _count(parsed(text), fragment, number.sums)
    return sum(_count(page, fragment, number.sums) for page in _pages(client, path))


def _pages(client: FlaskClient, path: str) -> Iterator[Page]:
    following: str | None = path
    for _ in range(PAGES_AT_MOST):
        if following is None:
            return
        answer = client.get(following)
        assert answer.status_code == 200, f"{following}: {answer.status}"
        page = parsed(answer.text)
        yield page
        following = next(
            (one.attributes["href"] for one in page.tags if one.attributes.get("rel") == "next"),
            None,
        )
    raise AssertionError(f"{path}: more than {PAGES_AT_MOST} pages")


def _count(page: Page, fragment: str, sums: str | None) -> int:
    there = [one for one in page.tags if not fragment or fragment in one.within]
    assert there, f"nothing is called {fragment}"
    if sums is None:
        return sum("data-row" in one.attributes for one in there)
    return sum(int(one.attributes.get(f"data-{sums}", 0)) for one in there)
