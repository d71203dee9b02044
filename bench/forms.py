"""A form as a browser would send it: every field with the value that the page gave it."""

from html.parser import HTMLParser
from urllib.parse import urlencode


class FormReader(HTMLParser):
    """Collects the fields of the form with this id: inputs, chosen options, text areas."""

    def __init__(self, marker: str) -> None:
        super().__init__()
        self.marker = marker
        self.action: str | None = None
        self.fields: list[tuple[str, str]] = []
        self.inside = False
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = self.marker in (given.get("action") or "") + (given.get("id") or "")
            if self.inside:
                self.action = given.get("action")
        if not self.inside:
            return
        name, value = given.get("name"), given.get("value") or ""
        if tag == "input" and name and given.get("type") not in ("submit", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.fields.append((name, value))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields.append((self.select, value))
        elif tag == "textarea":
            self.area = name

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields.append((self.area, data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def read_form(page: str, marker: str) -> FormReader:
    reader = FormReader(marker)
    reader.feed(page)
    if reader.action is None:
        raise LookupError(f"no form '{marker}' on the page")
    return reader


def body(fields: list[tuple[str, str]], **but: str | list[str]) -> str:
    """The fields as a body, with some of them put otherwise."""
    kept = [(name, value) for name, value in fields if name not in but]
    for name, values in but.items():
        kept += [(name, one) for one in ([values] if isinstance(values, str) else values)]
    return urlencode(kept)
