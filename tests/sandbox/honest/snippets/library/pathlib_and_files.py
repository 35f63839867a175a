from pathlib import Path

folder = Path("data")
folder.mkdir(exist_ok=True)
(folder / "a.txt").write_text("hello\nworld\n")
(folder / "b.bin").write_bytes(b"\x00\x01")
print(sorted(p.name for p in folder.iterdir()), (folder / "a.txt").stat().st_size)
print((folder / "a.txt").read_text().splitlines(), list(folder.glob("*.bin"))[0].suffix)
(folder / "a.txt").rename(folder / "c.txt")
(folder / "b.bin").unlink()
print([str(p) for p in folder.rglob("*")], Path("none").exists(), Path("/a/b/../c").parts)
