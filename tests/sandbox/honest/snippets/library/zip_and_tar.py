import io
import tarfile
import zipfile

with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("x/y.txt", "hello")
with zipfile.ZipFile("a.zip") as z:
    print(z.namelist(), z.read("x/y.txt"))
with tarfile.open("a.tar.gz", "w:gz") as t:
    info = tarfile.TarInfo("b.txt")
    info.size = 3
    t.addfile(info, io.BytesIO(b"abc"))
tarfile.open("a.tar.gz").getnames()
