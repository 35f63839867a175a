import sqlite3

with sqlite3.connect("runs.db") as db:
    db.execute("create table t(x)")
    db.execute("insert into t values (1)")
db.close()
again = sqlite3.connect("runs.db")
print(again.execute("select x from t").fetchall())
again.execute("pragma journal_mode=wal").fetchone()
