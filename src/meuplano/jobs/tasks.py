"""The jobs: shallow, carrying ids, each calling one action. Names are fixed, so that moving a file orphans nothing."""

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from meuplano.actions import adjust_prices as adjusting
from meuplano.actions import move_accounts as moving
from meuplano.actions import pay_invoice as paying
from meuplano.actions import read_notice as reading
from meuplano.actions import self_check as checking
from meuplano.actions import write_mails as writing
from meuplano.actions.bank_files import read as bank_returns
from meuplano.jobs import demo
from meuplano.jobs.schedule import automatic, run_everything_due

PATIENT = RetryStrategy(max_attempts=9, exponential_wait=3)  # over two days


@app.task(name="pay_invoice", retry=PATIENT)
def pay_invoice(charge_id: int) -> None:
    paying.send(charge_id, automatic())


@app.task(name="cancel_charge", retry=PATIENT)
def cancel_charge(charge_id: int) -> None:
    paying.cancel(charge_id, automatic())


@app.task(name="read_notice", retry=PATIENT)
def read_notice(notice_id: int) -> None:
    reading.read(notice_id, automatic())


@app.task(name="read_bank_return", retry=PATIENT)
def read_bank_return(file_id: int) -> None:
    bank_returns.read(file_id, automatic())


@app.task(name="send_mails", retry=PATIENT)
def send_mails(event_id: int) -> None:
    for mail_id, message in writing.write_mails(event_id, automatic()).items():
        writing.send_mail(mail_id, automatic(), message)


@app.task(name="send_mail", retry=PATIENT)
def send_mail(mail_id: int) -> None:
    writing.send_mail(mail_id, automatic())


@app.task(name="adjust_prices", retry=PATIENT)
def adjust_prices(event_id: int) -> None:
    adjusting.adjust_ordered(event_id, automatic())


@app.task(name="move_accounts", retry=PATIENT)
def move_accounts(event_id: int) -> None:
    moving.move_ordered(event_id, automatic())


@app.task(name="live_days", queueing_lock="live_days", retry=RetryStrategy(max_attempts=5, wait=2))
def live_days() -> None:
    demo.live_days()


@app.periodic(cron="* * * * *")
@app.task(name="run_schedule", queueing_lock="run_schedule")
def run_schedule(timestamp: int) -> None:  # noqa: ARG001 - procrastinate hands it in
    run_everything_due()


@app.periodic(cron="17 * * * *")
@app.task(name="check_books", queueing_lock="check_books")
def check_books(timestamp: int) -> None:  # noqa: ARG001
    """Asked every hour, so that a worker that was down misses no day; the action does it once a day.

    First what is due: after an import or a time without a worker, being late is no fault of the books.
    """
    run_everything_due()
    checking.self_check(automatic())


@app.periodic(cron="* * * * *")
@app.task(name="requeue_stalled", queueing_lock="requeue_stalled", pass_context=True)
async def requeue_stalled(context: Any, timestamp: int) -> None:  # noqa: ARG001
    """A killed worker's jobs run again. No `lock`: a killed requeue would wait for itself for ever."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
