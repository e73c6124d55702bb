"""Second act: residents register, the rules are sealed, the jury is drawn in public."""

from datetime import datetime
from random import Random

from jury.calls.models import Call
from jury.db import db
from jury.demo import cast, content, residents
from jury.demo.story import Story
from jury.pool import (
    announcing,
    confirming,
    drawing,
    excluding,
    find,
    freezing,
    quotas,
    registering,
    rules,
    seats,
)
from jury.pool.models import Category, Quota
from jury.roles import Role

REGISTRATION, SEALED, REHEARSED, FROZEN, DRAWN = 28, 56, 66, 71, 73  # days of the story
PLACES = {
    "first": {
        "nl": "Drie woorden, geroepen door bezoekers in de bibliotheek van Sint-Gillis",
        "fr": "Trois mots, criés par le public à la bibliothèque de Saint-Gilles",
        "de": "Drei Wörter, gerufen von Gästen der Bibliothek in Saint-Gilles",
        "en": "Three words, called out by visitors of the Saint-Gilles library",
    },
    "second": {
        "nl": "Drie genummerde ballen, getrokken door kinderen in de wijkzaal De Vaart",
        "fr": "Trois boules numérotées, tirées par des enfants à la salle De Vaart",
        "de": "Drei nummerierte Kugeln, gezogen von Kindern im Saal De Vaart",
        "en": "Three numbered balls, drawn by children in De Vaart hall",
    },
    "fallback": {
        "nl": "Dezelfde plaats, een dag later, met dobbelstenen",
        "fr": "Au même endroit, un jour plus tard, avec des dés",
        "de": "Am selben Ort, einen Tag später, mit Würfeln",
        "en": "The same place, a day later, with dice",
    },
}
RARE = {
    "nl": "Sommige antwoorden zijn zeldzaam in de pool. De quota blijven zoals verzegeld.",
    "fr": "Certaines réponses sont rares dans le vivier. Les quotas restent comme scellés.",
}
CALLED_OUT = ("kastanje", "escalier", "regen", "tambour", "appel", "fenêtre", "kanaal", "marché")


def prepare_pool(story: Story, call: Call) -> None:
    """Let the manager write the questions, the quotas and the rules of the draw."""
    population, manager, now = content.population(), cast.member(Role.MANAGER), story.at(-5)
    quotas.load(call, population["categories"], now, manager)
    wanted = {
        (row["category"], row["value"]): (row["min"], row["max"])
        for row in population["quotas"]["rows"]
    }
    bounds = {
        quota.id: wanted[category.key, quota.value]
        for category, quota in all_quotas(find.categories(call))
    }
    quotas.bound(call, bounds, now, manager)
    rules.propose(
        call, now, manager, seats=24, alternates=12, first_source="words",
        first_at=story.at(FROZEN, 18), second_source="balls", second_at=story.at(DRAWN, 14),
        first_words=PLACES["first"], second_words=PLACES["second"],
        fallback_words=PLACES["fallback"],
    )  # fmt: skip
    story.go_on()


def all_quotas(categories: list[Category]) -> list[tuple[Category, Quota]]:
    """Return every quota with its category."""
    return [(category, quota) for category in categories for quota in category.quotas]


def register(story: Story, call: Call) -> None:
    """Let the residents register, each on a day of their own."""
    chance = story.chance("residents")
    people = residents.volunteers(story.residents, chance)
    moments = sorted(
        story.at(REGISTRATION + chance.randrange(42), 9, chance.randrange(60)) for _p in people
    )
    categories = find.categories(call)
    with db.session.no_autoflush:  # nobody here registers twice
        for number, (resident, now) in enumerate(zip(people, moments, strict=True)):
            _register_one(call, categories, resident, now, chance)
            if number % 100 == 99:  # a few at a time: fewer statements, and little in memory
                db.session.flush()
    story.pause()


def _register_one(
    call: Call, asked: list[Category], resident: residents.Resident, now: datetime, chance: Random
) -> None:
    """Let one resident answer the questions and confirm."""
    draft = registering.begin(call, resident.email, resident.language, now)
    for category in asked:
        registering.answer(draft, category, resident.answers[category.key], now)
    registering.consent(
        draft, now, agreed=True, keep_informed=chance.random() < 0.7,
        keep_for_next=chance.random() < 0.4,
    )  # fmt: skip
    registering.send(draft, now, asked)
    volunteer = confirming.confirm(draft, now, asked)
    volunteer.person.name = resident.name


def seal(story: Story, call: Call) -> None:
    """Let the manager seal the rules while registration is still open."""
    rules.seal(call, story.at(SEALED), cast.member(Role.MANAGER))
    story.go_on()


def exclude(story: Story, call: Call) -> None:
    """Let the recruiter take out who may not be drawn."""
    recruiter, now = cast.member(Role.RECRUITER), story.at(REHEARSED)
    excluding.apply(call, now, recruiter)
    for volunteer in find.pool(call)[:2]:
        excluding.mark(volunteer, "office", now, recruiter)
    story.go_on()


def draw(story: Story, call: Call) -> None:
    """Rehearse, freeze, announce and draw."""
    manager, chance = cast.member(Role.MANAGER), story.chance("public values")
    freezing.rehearse(call, story.at(REHEARSED, 15), manager)
    story.pause()
    words = " ".join(chance.sample(CALLED_OUT, 3))
    freezing.ask(call, words, story.at(FROZEN, 18, 30), manager)
    story.pause()
    found = find.freeze(call)
    lopsided = found is not None and announcing.is_lopsided(found)
    announcing.announce(call, story.at(FROZEN + 1, 9), manager, RARE if lopsided else None)
    story.pause()
    balls = " ".join(str(chance.randrange(10)) for _ball in range(3))
    drawing.ask(call, balls, story.at(DRAWN, 14, 5), manager)
    story.pause()


def take_seats(story: Story, call: Call) -> None:
    """Let two of those who were drawn decline; the others, and who moves up, accept."""
    chance = story.chance("seats")
    asked = [juror for juror in find.jurors(call) if juror.state == "asked"]
    for juror in chance.sample(asked, 2):
        seats.decline(juror, chance.choice(seats.REASONS[:4]), story.at(75, 19), juror.person)
    story.pause()
    for juror in find.jurors(call):
        if juror.state == "asked":
            seats.accept(juror, story.at(76, 20), juror.person)
    story.pause()
