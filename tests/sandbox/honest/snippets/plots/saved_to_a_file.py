import os
import matplotlib.pyplot as plt

plt.bar(["a", "b"], [3, 5])
plt.savefig("bars.png")
plt.savefig("bars.pdf")
plt.savefig("bars.svg")
print(sorted(f for f in os.listdir(".") if f.startswith("bars")), os.path.getsize("bars.png") > 1000)
