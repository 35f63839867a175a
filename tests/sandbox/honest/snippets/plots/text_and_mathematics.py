import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(4, 2))
ax.text(0.1, 0.5, r"$\frac{\partial L}{\partial w} = \sum_i x_i \delta_i$", fontsize=14)
ax.annotate("here", (0.5, 0.2), (0.8, 0.8), arrowprops={"arrowstyle": "->"})
ax.set_title("Gradient — ∇L")
ax.axis("off")
