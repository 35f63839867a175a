import locale
import time
from datetime import datetime, timezone
from zoneinfo import ZoneInfo, available_timezones

locale.setlocale(locale.LC_ALL, "")
print(locale.format_string("%d", 1234567, grouping=True))
noon = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
print(noon.astimezone(ZoneInfo("Europe/Berlin")), noon.astimezone(ZoneInfo("Asia/Kolkata")).hour)
print("Asia/Tokyo" in available_timezones(), time.localtime(0).tm_year)
