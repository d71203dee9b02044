"""Text can be read on its ground in every theme, and both dark sets are the same."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "logbook/static/css/tokens.css"

LIGHT, DARK, AUTO = (
    dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})\b", block))
    for block in re.findall(r"\{((?:\s*(?:--|color-scheme)[^{}]*)+)\}", TOKENS.read_text("utf-8"))[
        :3
    ]
)
TEXT_ON_GROUND = (
    *((text, ground) for text in ("ink", "ink-soft") for ground in ("paper", "surface", "sunken")),
    *((text, ground) for text in ("brand", "accent") for ground in ("paper", "surface")),
    ("brand-strong", "brand-soft"),
    ("brand", "brand-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-bar", "bar"),
    ("on-bar-soft", "bar"),
    ("on-bar-accent", "bar"),
    *((tone, f"{tone}-soft") for tone in ("ok", "wait", "warn", "bad", "mute")),
    *((tone, "surface") for tone in ("ok", "wait", "warn", "bad", "mute")),
    *((tone, "paper") for tone in ("ok", "wait", "warn", "bad", "mute")),
    *(("ink", f"{tone}-soft") for tone in ("ok", "wait", "warn", "bad", "mute")),
    *(("brand", f"{tone}-soft") for tone in ("ok", "wait", "warn", "bad", "mute")),
)
EDGE_ON_GROUND = (("line-strong", "surface"), ("line-strong", "paper"), ("focus", "paper"))


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it, from 0 to 1."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_has_contrast(theme: str, text: str, ground: str) -> None:
    colors = LIGHT | (DARK if theme == "dark" else {})
    assert contrast(colors[text], colors[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_ON_GROUND)
def test_edges_of_controls_have_contrast(theme: str, edge: str, ground: str) -> None:
    colors = LIGHT | (DARK if theme == "dark" else {})
    assert contrast(colors[edge], colors[ground]) >= 3


def test_the_dark_of_the_device_is_the_dark_of_the_choice() -> None:
    assert DARK == AUTO
    assert set(DARK) <= set(LIGHT)
