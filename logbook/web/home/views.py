"""The first page of each role: one next action."""

from flask import Blueprint

bp = Blueprint("home", __name__, url_prefix="" or None)
