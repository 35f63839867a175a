import io
from tqdm.auto import tqdm, trange

out = io.StringIO()
for i in tqdm(range(3), file=out, desc="train", bar_format="{desc}: {n_fmt}/{total_fmt}"):
    pass
for i in trange(2, file=out, leave=False):
    pass
out.getvalue().split("\r")[-1].strip() in ("", out.getvalue().strip())
