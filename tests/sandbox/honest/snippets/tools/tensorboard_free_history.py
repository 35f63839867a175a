import json
from collections import defaultdict

history = defaultdict(list)
for step in range(3):
    history["loss"].append(1 / (step + 1))
with open("history.json", "w") as f:
    json.dump(history, f)
json.load(open("history.json"))
