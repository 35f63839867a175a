import datetime as dt
import matplotlib.pyplot as plt

days = [dt.date(2024, 1, d) for d in range(1, 6)]
fig, ax = plt.subplots()
ax.plot(days, [1, 3, 2, 5, 4])
ax.twinx().fill_between(days, [2, 2, 3, 3, 4], alpha=0.2)
fig.autofmt_xdate()
plt.show()
