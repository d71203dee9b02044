"""The editor of a curriculum: its routes are in several files."""

from flask import Blueprint

bp = Blueprint("drafts", __name__, url_prefix="/curriculum/drafts")
