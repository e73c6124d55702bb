"""The play: every act in its order, through the verbs that the pages use."""

from collections.abc import Callable

from jury.calls.models import Call
from jury.demo import cast, closing, filing, gathering, judging, opening
from jury.demo.story import Story

Scene = Callable[[Story, Call], None]
ACTS: dict[str, tuple[Scene, ...]] = {  # name of the state after the act -> its scenes
    "open": (gathering.prepare_pool, filing.file_proposals, gathering.register),
    "drawn": (
        gathering.seal, filing.check_proposals, gathering.exclude, gathering.draw,
        gathering.take_seats,
    ),
    "judged": (judging.declare, judging.score, judging.stand_apart),
    "decided": (closing.compute, closing.draw_lot, closing.decide),
    "published": (closing.publish,),
}  # fmt: skip


def play(story: Story, until: str = "published", on_scene: Callable[[str], object] = str) -> Call:
    """Play the story until the end of the act that ``until`` names; return its call."""
    cast.hire(story)
    call = opening.open_call(story)
    for name, scenes in ACTS.items():
        for scene in scenes:
            on_scene((scene.__doc__ or "").split(".")[0])
            scene(story, call)
        if name == until:
            break
    return call
