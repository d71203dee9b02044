"""The room's name and address; its modules hang their routes on it."""

from flask import Blueprint

bp = Blueprint("audit", __name__, url_prefix="/ledger")
