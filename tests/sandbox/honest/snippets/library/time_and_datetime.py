import time
from datetime import date, datetime, timedelta, timezone

start = time.perf_counter()
time.sleep(0.01)
print(time.perf_counter() - start >= 0.009, time.time() > 1e9, time.monotonic() > 0)
print(date(2024, 2, 29) + timedelta(days=1), datetime(2024, 1, 1, tzinfo=timezone.utc).isoformat())
print(datetime.strptime("3/4/2024", "%d/%m/%Y"), datetime(2024, 5, 6).strftime("%A %d %B"))
print(time.strftime("%Y", time.gmtime(0)), timedelta(hours=25))
