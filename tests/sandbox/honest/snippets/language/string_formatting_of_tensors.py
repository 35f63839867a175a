import torch

x = torch.tensor(3.14159)
print(f"{x:.2f} {x.item():8.3f} {float(x):e} {int(torch.tensor(7)):03d}")
print("%.1f" % x, "{:.3f}".format(x), str(torch.tensor([1, 2])), repr(torch.Size([1])))
try:
    f"{torch.ones(2):.2f}"
except TypeError as e:
    print(e)
