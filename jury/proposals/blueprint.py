"""The blueprint that all pages of proposals share."""

from flask import Blueprint

bp = Blueprint("proposals", __name__)
