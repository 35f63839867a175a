import matplotlib.pyplot as plt

plt.style.use("ggplot")
with plt.style.context("dark_background"):
    fig = plt.figure()
    fig.add_subplot().plot([0, 1])
print(plt.rcParams["axes.grid"], plt.get_backend().lower())
