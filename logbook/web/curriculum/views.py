"""The curriculum as published, and the confirming of its figures."""

from flask import Blueprint

bp = Blueprint("curriculum", __name__, url_prefix="/curriculum" or None)
