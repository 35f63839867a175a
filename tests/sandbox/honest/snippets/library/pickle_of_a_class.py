import pickle
from dataclasses import dataclass


@dataclass
class Config:
    lr: float = 0.1


data = pickle.dumps({"c": Config(0.5)})
print(pickle.loads(data))
with open("c.pkl", "wb") as f:
    pickle.dump(Config(), f)
print(pickle.load(open("c.pkl", "rb")))
try:
    pickle.dumps(lambda: 1)
except (pickle.PicklingError, AttributeError) as e:
    print(type(e).__name__)
