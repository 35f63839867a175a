import json

data = {"name": "π", "values": [1, 2.5, None, True], "nested": {"a": []}}
text = json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True)
print(text)
print(json.loads(text) == data, json.dumps(float("nan")), json.dumps([1], separators=(",", ":")))
try:
    json.loads("{bad")
except json.JSONDecodeError as e:
    print(e)
