import matplotlib.pyplot as plt

for i in range(3):
    plt.figure(figsize=(2, 2), num=f"figure {i}")
    plt.plot(range(i + 2))
print(plt.get_fignums(), plt.get_figlabels())
