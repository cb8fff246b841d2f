"""Jobs about jobs: what a killed worker left is done again, and what is done is forgotten."""

import structlog
from django.conf import settings
from procrastinate import JobContext
from procrastinate.contrib.django import app

log = structlog.get_logger("tanggap.jobs")

HOURS_KEPT = 24
# A failed job is a bug to be looked at; a month is time enough.
HOURS_FAILED_KEPT = 24 * 30


@app.periodic(cron="* * * * * */15", periodic_id="config.retry_stalled")
@app.task(name="config.retry_stalled", queueing_lock="config.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Put back the jobs of workers whose heartbeat stopped. Every job is idempotent, so twice does no harm."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=settings.WORKER_LOST_AFTER):
        if job.id == context.job.id:
            continue
        log.warning("stalled", job=job.id, task=job.task_name)
        await jobs.retry_job(job)


@app.periodic(cron="17 * * * *", periodic_id="config.forget_finished")
@app.task(name="config.forget_finished", queueing_lock="config.forget_finished", pass_context=True)
async def forget_finished(context: JobContext, timestamp: int) -> None:
    """Delete jobs that ended well a day ago, and failed ones after a month."""
    jobs = context.app.job_manager
    await jobs.delete_old_jobs(nb_hours=HOURS_KEPT)
    await jobs.delete_old_jobs(
        nb_hours=HOURS_FAILED_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
    )
