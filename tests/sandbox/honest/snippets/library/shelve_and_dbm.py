import shelve

with shelve.open("shelf") as db:
    db["x"] = [1, 2]
with shelve.open("shelf") as db:
    print(dict(db))
