#!/usr/bin/env bash
# Build the wheel, install it into an environment of its own, and run the tests against it in a
# folder that holds nothing but the tests: what the checkout alone provides cannot help.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$root/.venv/bin/python" -m build --wheel --outdir "$folder/dist" "$root" >/dev/null
"$root/.venv/bin/python" -m venv "$folder/venv"
# The libraries of .venv, by a plain path: its editable install of the checkout is not followed.
site=$("$root/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
own=$("$folder/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$site" >"$own/libraries.pth"
"$folder/venv/bin/python" -m pip --quiet install --no-deps "$folder"/dist/*.whl

mkdir "$folder/run"
cp -r "$root/tests" "$root/pyproject.toml" "$folder/run/"
chmod -R a+rX "$folder"
cd "$folder/run"
# Without what only asks, a thousand times, what a kernel does with the same code, and without what
# decides in memory: neither differs when installed, and `make test` did both.
"$folder/venv/bin/python" -m pytest -p no:cacheprovider \
  --ignore tests/sandbox/attacks --ignore tests/sandbox/honest \
  --ignore tests/sandbox/test_fuzz.py --ignore tests/sandbox/test_recovery.py \
  --ignore tests/tutor --ignore tests/progress \
  --ignore tests/knowledge/curation --ignore tests/knowledge/importing \
  --deselect tests/knowledge/matching/test_fit.py "$@"
