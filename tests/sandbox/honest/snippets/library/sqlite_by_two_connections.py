import sqlite3

for mode in ("delete", "truncate", "wal"):
    one, other = sqlite3.connect(f"{mode}.db"), sqlite3.connect(f"{mode}.db")
    print(one.execute(f"pragma journal_mode={mode}").fetchone())
    with one:
        one.execute("create table t(x)")
        one.executemany("insert into t values (?)", [(n,) for n in range(50)])
    with other:
        other.execute("insert into t values (50)")
    print(one.execute("select sum(x), count(*) from t").fetchone())
    print(one.execute("pragma integrity_check").fetchone())
    one.close()
    other.close()
