#!/usr/bin/env bash
# Build the wheel, install it into an environment of its own, and run tests against it in a folder
# that holds nothing but the tests: what the checkout alone provides cannot help. The data that a
# first start makes is left at UNSQUEEZE_TEST_DATA, if that is named, for other tests to begin with.
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

# Every file of the packages is there, byte by byte, and nothing else: what `make test` showed of
# code and content holds for these.
packages=$("$root/.venv/bin/python" -c 'import tomllib
print(*tomllib.load(open("pyproject.toml", "rb"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])')
for package in $packages; do
  diff --recursive --brief --exclude=__pycache__ "$root/$package" "$own/$package"
done

# A first start from nothing, by the installed command; the tests begin where it ended.
(cd "$folder" && UNSQUEEZE_DATA_DIR=$folder/data venv/bin/unsqueeze knowledge build)
export UNSQUEEZE_TEST_DATA=${UNSQUEEZE_TEST_DATA:-$folder/started}
mv "$folder/data" "$UNSQUEEZE_TEST_DATA"  # at once, so that nobody finds half of it

mkdir "$folder/run"
cp -r "$root/tests" "$root/pyproject.toml" "$folder/run/"
chmod -R a+rX "$folder"
cd "$folder/run"
# What can differ once installed: commands, processes that start one another, files beside modules,
# migrations, and the whole of it from a newcomer's first start on.
"$folder/venv/bin/python" -m pytest -p no:cacheprovider \
  tests/unsqueeze tests/e2e/test_newcomer.py \
  tests/sandbox/service/test_service.py tests/sandbox/test_client.py tests/bot/sending/test_painting.py \
  tests/localgram/test_page.py tests/database/test_migrate.py tests/progress/test_schema.py "$@"
