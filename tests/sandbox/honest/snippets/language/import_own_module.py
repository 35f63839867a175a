from pathlib import Path

Path("shapes.py").write_text("def area(a, b):\n    return a * b\n")
import shapes

print(shapes.area(2, 3))
