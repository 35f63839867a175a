import csv

with open("t.csv", "w", newline="") as f:
    writer = csv.writer(f)
    writer.writerows([["a", "b"], [1, "x,y"], [2, 'q"q']])
with open("t.csv") as f:
    print(f.read())
with open("t.csv", newline="") as f:
    print(list(csv.DictReader(f)))
