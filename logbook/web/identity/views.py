"""Signing in and out, passwords, one's own account."""

from flask import Blueprint

bp = Blueprint("identity", __name__, url_prefix="" or None)
