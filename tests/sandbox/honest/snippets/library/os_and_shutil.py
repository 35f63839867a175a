import os
import shutil

os.makedirs("a/b", exist_ok=True)
open("a/b/x.txt", "w").close()
shutil.copy("a/b/x.txt", "a/y.txt")
shutil.copytree("a", "c")
print([(root, sorted(d), sorted(f)) for root, d, f in sorted(os.walk("c"))])
shutil.move("c", "e")
shutil.rmtree("a")
print(sorted(os.listdir(".")), os.path.splitext("x.tar.gz"), os.sep, os.path.join("a", "b"))
os.path.basename(shutil.make_archive("pack", "zip", "e"))
