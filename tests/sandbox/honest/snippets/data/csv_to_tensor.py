import csv
import io
import torch

text = "x,y\n1,2\n3,4\n"
rows = list(csv.DictReader(io.StringIO(text)))
t = torch.tensor([[float(r["x"]), float(r["y"])] for r in rows])
print(rows[0])
t
