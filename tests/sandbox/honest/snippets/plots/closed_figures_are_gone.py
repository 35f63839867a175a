import matplotlib.pyplot as plt

plt.figure()
plt.close()
plt.figure()
plt.close("all")
plt.get_fignums()
