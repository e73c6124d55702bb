"""Last act: the result, the decision with one departure from the jury, and the publication."""

from jury import languages
from jury.calls.models import Call
from jury.demo import cast
from jury.demo.story import Story
from jury.reports import deciding, publishing
from jury.reports.deciding import Choice
from jury.roles import Role
from jury.scoring import lot_drawing, lots, results

COMPUTED, DECIDED, PUBLISHED = 131, 140, 159  # days of the story
ANSWER = {
    "nl": "De raad dankt de jury. Wij volgen haar lijst, op één voorstel na. Bij dat voorstel "
    "staat waarom. Over zes maanden zeggen wij wat er van de projecten kwam.",
    "fr": "Le conseil remercie le jury. Nous suivons sa liste, sauf pour un projet. La raison est "
    "écrite à côté. Dans six mois, nous dirons ce que les projets sont devenus.",
    "de": "Der Rat dankt der Jury. Wir folgen ihrer Liste, bis auf einen Antrag. Der Grund steht "
    "dabei. In sechs Monaten sagen wir, was aus den Projekten wurde.",
    "en": "The council thanks the jury. We follow its list, but for one proposal. The reason "
    "stands beside it. In six months we say what became of the projects.",
}
REASON = {
    "nl": "De gemeente betaalt dit project intussen zelf. Valt dat weg, dan is het als eerste aan "
    "de beurt.",
    "fr": "La commune finance entre-temps elle-même ce projet. Si cela change, il passe en "
    "premier.",
    "de": "Die Gemeinde bezahlt dieses Projekt inzwischen selbst. Fällt das weg, kommt es zuerst.",
    "en": "The municipality now pays for this project itself. If that ends, it comes first.",
}


def compute(story: Story, call: Call) -> None:
    """Let the manager ask for the result."""
    results.ask(call, story.at(COMPUTED), cast.member(Role.MANAGER))
    story.pause()


def draw_lot(story: Story, call: Call) -> None:
    """Let the balls order the proposals that are too close to call, if there are any."""
    lot, now = lots.of_call(call), story.at(COMPUTED, 20)
    if lot is None or lot_drawing.why_not(call, results.newest_document(call), now):
        return
    chance = story.chance("lot")
    balls = " ".join(str(chance.randrange(10)) for _ball in range(lot.balls))
    lot_drawing.draw(call, balls, now, cast.member(Role.MANAGER))
    story.pause()


def decide(story: Story, call: Call) -> None:
    """Let the deciding body follow the jury, but for the last of the funded proposals."""
    found = results.newest(call)
    if found is None:
        raise LookupError("There is no result to decide on.")
    funded = [p for p, advice, _place in deciding.advised(call, found) if advice == "funded"]
    choices = {funded[-1].number or 0: Choice("reserve", REASON)}
    with languages.speaking("nl"):
        deciding.decide(call, choices, ANSWER, story.at(DECIDED, 16), cast.member(Role.DECIDER))
    story.pause()


def publish(story: Story, call: Call) -> None:
    """Let the manager publish the outcome; the worker prints the reports."""
    publishing.publish(call, story.at(PUBLISHED, 9), cast.member(Role.MANAGER))
    story.pause()
