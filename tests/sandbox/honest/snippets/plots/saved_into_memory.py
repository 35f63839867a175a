import io
import matplotlib.pyplot as plt

buffer = io.BytesIO()
plt.figure(figsize=(3, 2))
plt.pie([1, 2, 3], labels=list("abc"))
plt.savefig(buffer, format="png", dpi=50)
buffer.getvalue()[:8]
