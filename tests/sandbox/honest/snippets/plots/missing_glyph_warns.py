import matplotlib.pyplot as plt

plt.title("loss \u6f22")
plt.plot([1, 2])
plt.savefig("x.png")
