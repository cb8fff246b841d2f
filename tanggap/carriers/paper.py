"""Paper waits in the tray of the desk that prints it: to lie there is all that a machine can do for it.

Whoever prints it confirms the delivery (``delivery.confirm``); it has an id of its own only then.
"""

from tanggap.carriers.letters import Letter


def send(letter: Letter) -> str:
    """Put it into the tray: the delivery's own row, which is ``sent`` until somebody printed it."""
    return ""
