"""What follows from each event of a report's life. To tell somebody something new, add it to a line here.

Everything a line names may be carried out twice: what was told is told once (see notifications and carriers).
"""

from tanggap.notifications import audiences as to
from tanggap.reactions.reactions import (
    Reaction,
    awaits_validation,
    bell,
    done,
    moved,
    reply,
    reply_to_joined,
    set_to_work,
    step,
    tell_followers,
    when,
)

ARRIVED: tuple[Reaction, ...] = (
    bell(to.holder, "arrived"),
    reply("forwarded"),
    tell_followers("followed_moved"),
)
DONE: tuple[Reaction, ...] = (
    reply("done"),
    reply_to_joined("joined_ended"),
    tell_followers("followed_done"),
)

REACTIONS: dict[str, tuple[Reaction, ...]] = {
    "file": (bell(to.holder, "arrived"), reply("receipt")),
    "locate": (when(moved, *ARRIVED),),
    "categorise": (when(moved, *ARRIVED),),
    "verify": (),
    "take": (reply("taken"), tell_followers("followed_taken")),
    "assign": (bell(to.assignee, "assigned"), when(set_to_work, reply("taken"), tell_followers("followed_taken"))),
    "coordinate": ARRIVED,
    "send_back": ARRIVED,
    "decide": (when(moved, *ARRIVED),),
    "dispose": ARRIVED,
    "ask_extension": (bell(to.parent, "date_asked"),),
    "grant_extension": (
        bell(to.holder_and_assignee, "date_granted"),
        reply("later_date"),
        tell_followers("followed_date"),
    ),
    "deny_extension": (bell(to.holder_and_assignee, "date_denied"),),
    "resolve": (when(awaits_validation, bell(to.validators, "to_validate")), when(done, *DONE)),
    "accept": (bell(to.holder_and_assignee, "accepted"), *DONE),
    "reject": (bell(to.holder_and_assignee, "rejected"),),
    "ask": (reply("question"),),
    "answer": (bell(to.holder_and_assignee, "answered"),),
    "resume": (bell(to.holder_and_assignee, "unanswered"), reply("resumed")),
    "message": (reply("message"),),
    "write": (bell(to.holder_and_assignee, "written"),),
    "refuse": (reply("refused"), reply_to_joined("joined_ended"), tell_followers("followed_refused")),
    "appeal": (bell(to.holder, "appealed"), reply("appealed")),
    "withdraw": (bell(to.holder, "withdrawn"), reply("withdrawn"), reply_to_joined("joined_ended")),
    "merge": (reply("merged"),),
    "unmerge": (bell(to.holder, "arrived"), reply("unmerged")),
    "reopen": (bell(to.holder_and_assignee, "reopened"), reply("reopened"), tell_followers("followed_reopened")),
    "publish": (),
    "close": (reply("closed"),),
    "escalate": (
        when(step("half"), bell(to.holder_and_assignee, "half")),
        when(step("three_quarters"), bell(to.holder_and_assignee, "three_quarters")),
        when(step("day_six"), bell(to.holder_and_parent, "day_six")),
        when(step("overdue"), bell(to.holder_and_parent, "overdue")),
    ),
    "hide": (),
    "lift": (),
    "proof_taken": (),
    "proof_blocked": (),
}
"""By verb. A verb of the lifecycle that is missing here fails a test: silence is written down too."""
