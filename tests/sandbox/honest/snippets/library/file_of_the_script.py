from pathlib import Path

here = Path(__file__).resolve().parent
print(here.is_dir(), Path(__file__).suffix in ("", ".py"), __name__)
