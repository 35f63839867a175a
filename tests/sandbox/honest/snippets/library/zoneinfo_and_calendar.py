import calendar
from datetime import datetime
from zoneinfo import ZoneInfo

print(calendar.month(2024, 2))
print(calendar.isleap(2024), calendar.monthrange(2023, 2))
print(datetime(2024, 7, 1, tzinfo=ZoneInfo("UTC")))
