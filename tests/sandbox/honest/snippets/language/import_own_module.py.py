from pathlib import Path
import sys

Path("shapes.py").write_text("def area(a, b):\n    return a * b\n")
sys.path.insert(0, ".")
import shapes
print(shapes.area(2, 3))
