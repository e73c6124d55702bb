"""Blueprint: the one name under which the pages of this room are linked to."""

from flask import Blueprint

bp = Blueprint("scoring", __name__)
