"""The digest of a class's week, which comes to its teachers by itself on Mondays."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.posts.sender import Sender
from bot.views import render
from progress.cohorts.cohort import Cohort
from progress.cohorts.outbox import Delivered
from progress.stores.progress_store import ProgressStore
from tutor.views.views import Views

HOUR = 8


class Weekly:
    """Sends what is due whenever it is asked to; nobody has the same week twice."""

    def __init__(self, views: Views, store: ProgressStore, sender: Sender) -> None:
        self._views = views
        self._store = store
        self._sender = sender

    async def send(self) -> None:
        now = self._sender.now()
        for cohort in await self._store.cohorts.joined():
            local = now.astimezone(ZoneInfo(cohort.time_zone))
            is_due = local.weekday() == 0 and local.hour >= HOUR
            if is_due and not cohort.has_ended(local.date()):
                await self._tell(cohort, local)

    async def _tell(self, cohort: Cohort, monday: datetime) -> None:
        ref = f"digest:{cohort.id}:{monday.date()}"
        if await self._store.outbox.delivered(ref) != Delivered():
            return
        # The week that ends with Sunday: what comes on this day is the next one's.
        sunday = datetime.combine(monday, time(), UTC) - timedelta(seconds=1)
        found = await self._views.digest(cohort.id, sunday)
        staff = await self._store.cohorts.staff(cohort.id)
        if found is not None:
            people = [each.telegram_user_id for each in staff]
            await self._sender.put(ref, people, render.digest(found))
