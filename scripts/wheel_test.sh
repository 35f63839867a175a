#!/usr/bin/env bash
# Build the wheel, install it into an environment of its own, and try in a folder that holds nothing
# but the tests what only a wheel can lack: what the checkout alone provides cannot help. The data that a
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
# None of what is tried comes from anywhere else.
"$folder/venv/bin/python" - "$own" $packages <<'PYTHON'
import sys
from importlib.util import find_spec
own, *packages = sys.argv[1:]
found = {name: find_spec(name).origin for name in packages}
assert all(origin and origin.startswith(own) for origin in found.values()), found
PYTHON
# A page is checked by the installed command, against those that ship.
page=questions/shapes/unsqueeze
mkdir -p "$folder/page/${page%/*}"
cp "$root/knowledge/content/$page".* "$folder/page/${page%/*}"
"$folder/venv/bin/unsqueeze" knowledge check "$folder/page"
# One of each that needs what lies beside a module, another process, a migration, or all of them
# in a newcomer's demo; what else these could show, `make test` shows of the same bytes.
commands=tests/unsqueeze/test_commands.py
"$folder/venv/bin/python" -m pytest -p no:cacheprovider \
  "$commands::test_ask_answers_lines" "$commands::test_run_prints_one_result" \
  "$commands::test_stats_come_as_json_and_csv" "$commands::test_migrations_can_be_applied_again" \
  tests/e2e/test_newcomer.py "$@"
