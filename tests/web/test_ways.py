"""Paths that are kept are those that the router would give."""

import pytest
from flask import Flask, render_template, url_for

from logbook.web.assets.views import asset, version
from logbook.web.ways import path_to


@pytest.mark.parametrize("mounted", ["", "/logbook", ""])
def test_a_kept_path_begins_where_the_service_is_mounted(application: Flask, mounted: str) -> None:
    with application.test_request_context("/", base_url=f"http://localhost{mounted}"):
        assert path_to("cases.index") == f"{mounted}/cases"
        assert asset("logbook.css") == f"{mounted}/assets/{version()}/logbook.css"
        page = render_template("offline/show.html")
        assert f'<use href="{mounted}/assets/{version()}/icons.svg#' in page


def test_a_path_with_values_is_asked_for_each_time(application: Flask) -> None:
    with application.test_request_context("/cases"):
        for number in ("1", "2"):
            assert path_to("cases.index", after=number) == f"/cases?after={number}"
        assert path_to(".overview") == url_for("cases.overview")
