import os

os.environ["SEED"] = "42"
print(os.environ["SEED"], os.getenv("MISSING", "default"), "HOME" in os.environ)
os.environ["CUDA_VISIBLE_DEVICES"] = ""
del os.environ["SEED"]
os.environ.get("SEED")
