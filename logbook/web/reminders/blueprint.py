"""The room's name; its modules hang their routes on it."""

from flask import Blueprint

bp = Blueprint("reminders", __name__)
