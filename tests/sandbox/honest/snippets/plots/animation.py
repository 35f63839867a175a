import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation, PillowWriter

fig, ax = plt.subplots(figsize=(2, 2))
(line,) = ax.plot([], [])
ax.set(xlim=(0, 3), ylim=(0, 9))

def draw(i):
    line.set_data(range(i + 1), [k * k for k in range(i + 1)])
    return (line,)

FuncAnimation(fig, draw, frames=3).save("squares.gif", writer=PillowWriter(fps=2))
open("squares.gif", "rb").read(6)
