"""Between the acts: 24 groups hand in their proposals, which are checked and get a contact."""

from typing import Any

from jury import languages
from jury.calls.models import Call
from jury.demo import cast, content
from jury.demo.story import Story
from jury.people import links
from jury.proposals import drafting, eligibility, find, submission
from jury.proposals.models import BudgetLine, Partner, Proposal
from jury.roles import Role

TEXTS = (
    "title", "research_question", "place", "theme", "how", "shared_interest", "interests",
    "missing", "uncertain", "afterwards",
)  # fmt: skip
CHECKED = 60  # day of the story
FITS = {
    "nl": "Uw voorstel past bij de oproep en is volledig.",
    "fr": "Votre projet répond à l’appel et est complet.",
}


def file_proposals(story: Story, call: Call) -> None:
    """Let each group write its proposal on a day of its own, and hand it in."""
    chance = story.chance("proposals")
    for text in content.proposals():
        written = write(call, text, story, chance.randrange(5, 45))
        with languages.speaking(text["language"]):
            submission.submit(written, story.at(54, 9 + text["number"] % 8, text["number"]))
    story.go_on()


def write(call: Call, text: dict[str, Any], story: Story, day: int) -> Proposal:
    """Return the finished draft of one group."""
    now, who = story.at(day, 20), text["applicant"]
    person = links.welcome(who["email"], now, text["language"], name=who["name"])
    draft = drafting.start(call, person, text["language"], now)
    drafting.write(draft, {key: text[key] for key in TEXTS}, story.at(day, 20, 30))
    drafting.summarise(draft, text["summary"], story.at(day, 21))
    partners = [
        Partner(
            name=one["name"], kind=one["kind"], role=one["role"], parts=one["parts"],
            cofinancing=one["cofinancing_euros"] * 100,
        )
        for one in text["partners"]
    ]  # fmt: skip
    drafting.set_partners(draft, partners, story.at(day, 21, 15))
    lines = [
        BudgetLine(label=one["label"], kind=one["kind"], amount=one["euros"] * 100)
        for one in text["budget_lines"]
    ]
    drafting.set_budget(draft, lines, story.at(day, 21, 30))
    return draft


def check_proposals(story: Story, call: Call) -> None:
    """Let the contact person look after each proposal and find it eligible."""
    contact = cast.member(Role.CONTACT)
    for proposal in find.on_desk(call):
        now = story.at(CHECKED, 11)
        eligibility.assign(proposal, contact, now, cast.member(Role.MANAGER))
        eligibility.find_eligible(proposal, FITS[proposal.language], now, contact)
    story.go_on()
