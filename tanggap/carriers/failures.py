"""Why a letter could not be carried, and when to try again."""

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job


class Refused(Exception):
    """The receiver will never take it: no such address, or it does not want it."""


class Later(Exception):
    """It did not work this time."""


class Unclear(Exception):
    """It went out and no answer came: it may have arrived, and the receiver would not drop a second one."""


FIRST_REST = 15
LONGEST_REST = 6 * 60 * 60
"""Seconds between attempts: from a quarter of a minute, doubling, to six hours."""

MOST_ATTEMPTS = 60
"""More than the week that a delivery is tried for; a job that fails for another reason ends here."""


class Patience(BaseRetryStrategy):
    """Try again after 15 s, 30 s, 1 min, ... up to every six hours."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": min(FIRST_REST * 2 ** min(job.attempts, 20), LONGEST_REST)})
