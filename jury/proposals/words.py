"""Words: the short lists that a proposal is described with."""

from flask_babel import gettext as _

from jury.db import Localised


def themes() -> dict[str, str]:
    """Return the themes of proposals by key."""
    return {
        "energy": _("Energy"),
        "food": _("Food"),
        "poverty": _("Poverty"),
        "water": _("Water"),
        "care": _("Care"),
        "mobility": _("Mobility"),
        "public_space": _("Public space"),
        "housing": _("Housing"),
        "culture": _("Culture"),
        "digital": _("Digital"),
        "other": _("Something else"),
    }


def partner_kinds() -> dict[str, str]:
    """Return the five kinds of partners, and the informal group."""
    return {
        "citizens": _("Residents"),
        "public_body": _("Public body"),
        "association": _("Association"),
        "company": _("Company"),
        "knowledge": _("School or university"),
        "informal": _("Informal group"),
    }


def parts() -> dict[str, str]:
    """Return in what a partner can take part."""
    return {
        "agenda": _("sets the agenda"),
        "solution": _("looks for the solution"),
        "financing": _("finds the money"),
        "decision": _("decides"),
        "execution": _("carries it out"),
        "upkeep": _("keeps it going"),
    }


def budget_kinds() -> dict[str, str]:
    """Return the kinds of budget lines."""
    return {
        "staff": _("People who are paid"),
        "material": _("Material and works"),
        "participation": _("Taking part"),
        "other": _("Other"),
    }


def states() -> dict[str, tuple[str, str]]:
    """Return for each state of a proposal its word and the kind of its badge."""
    return {
        "draft": (_("Draft"), "soft"),
        "submitted": (_("Handed in"), "info"),
        "eligible": (_("Eligible"), "good"),
        "ineligible": (_("To be corrected"), "warm"),
        "withdrawn": (_("Withdrawn"), "stop"),
    }


def count(text: str) -> int:
    """Return the number of words in ``text``."""
    return len(text.split())


def longest(summary: Localised) -> int:
    """Return the number of words of the longest summary."""
    return max((count(text) for text in summary.values()), default=0)
