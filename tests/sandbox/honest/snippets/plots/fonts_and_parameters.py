import matplotlib.pyplot as plt

plt.rcParams.update({"font.family": "serif", "font.size": 12, "figure.dpi": 100})
plt.title("Serif")
with plt.rc_context({"lines.linewidth": 3}):
    plt.plot([0, 1])
plt.show()
