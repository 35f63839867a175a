import matplotlib.pyplot as plt

plt.plot([1, 4, 9], label="squares")
plt.title("Squares")
plt.xlabel("n")
plt.legend()
plt.show()
