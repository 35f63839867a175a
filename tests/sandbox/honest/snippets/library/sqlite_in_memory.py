import sqlite3

db = sqlite3.connect(":memory:")
db.execute("create table runs(id integer primary key, loss real)")
db.executemany("insert into runs(loss) values (?)", [(0.5,), (0.25,)])
print(db.execute("select count(*), min(loss) from runs").fetchone())
db.row_factory = sqlite3.Row
print([dict(r) for r in db.execute("select * from runs order by loss")])
try:
    db.execute("select nope")
except sqlite3.OperationalError as e:
    print(e)
