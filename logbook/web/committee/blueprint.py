"""The room's name and address; its modules hang their routes on it."""

from flask import Blueprint

bp = Blueprint("committee", __name__, url_prefix="/committee")
