"""The search of the shipped site, in a real browser: what people type first finds its page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from knowledge.pages import curriculum
from knowledge.pages.curriculum import Curriculum
from knowledge.site.build import site
from tests.browser import ARGUMENTS, CHROMIUM, needs_browser

pytestmark = needs_browser

Search = Callable[[str], list[str]]

# What is typed, and the pages of which one is among the first two.
WORDS = {
    "stack": "stack-vs-cat",
    "cat": "stack-vs-cat",
    "reshape": "view-vs-reshape reshape-minus-one",
    "view": "view-vs-reshape view-or-copy",
    "unsqueeze": "unsqueeze",
    "squeeze": "squeeze-dim",
    "relu": "why-relu relu-code relu-gradient dying-relu",
    "transpose": "permute-vs-transpose transpose-t",
    "permute": "permute-vs-transpose permute-vs-reshape",
    "dtype": "change-dtype default-dtypes",
    "where": "torch-where",
    "mask": "boolean-mask mask-assignment",
    "flatten": "flatten",
    "clone": "clone-detach",
    "backward": "backward-method",
    "matmul": "matmul-family",
    "bmm": "matmul-family batched-matmul",
    "einsum": "what-is-einsum",
    "gather": "gather",
    "broadcasting": "what-is-broadcasting broadcasting-rules",
    "strides": "strides",
    "keepdim": "keepdim",
    "argmax": "max-vs-argmax",
    "softmax": "softmax-dim",
    "expand": "expand-vs-repeat expand-as",
    "arange": "arange-vs-linspace",
    "item": "rank-0-tensor",
    "gradient": "what-is-a-gradient",
    "requires_grad": "requires-grad",
    "pad": "pad",
    "shape": "rank-vs-shape debug-shapes",
    "scalar": "rank-0-tensor scalar-outputs-only",
    "seed": "reproducibility random-tensors",
    "save": "save-load",
    "dropout": "train-vs-eval",
    "mean": "mean-needs-float what-dim-means",
    "learning rate": "learning-rate",
    "chain rule": "chain-rule",
    "cross entropy": "cross-entropy-input",
    "outer product": "outer-by-broadcasting einsum-inner-outer",
    "dot product": "matmul-family matmul-1d einsum-inner-outer",
    "leaf tensor": "leaf-tensors",
    "batch norm": "layer-vs-batch-norm",
    "negative step": "slice-steps",
}
SIGNS = {
    "@": "star-vs-at matmul-operator",
    "*": "star-vs-at",
    "==": "float-equality equal-tensors",
    "->": "einsum-repeated-index einsum-matmul what-is-einsum",
    "...": "ellipsis einsum-ellipsis",
    "//": "integer-division",
    "+=": "broadcast-in-place in-place-ops",
    ".T": "transpose-t t-vs-mt",
    "-1": "reshape-minus-one",
    "x[:, None]": "index-as-unsqueeze",
}
SLIPS = {
    "brodcast": "what-is-broadcasting broadcasting-rules",
    "gathr": "gather",
    "unsqeeze": "unsqueeze index-as-unsqueeze",
    "contig": "contiguous",
}
WANTED = WORDS | SIGNS | SLIPS


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """Slugs of what is found, the best first."""
    folder = tmp_path_factory.mktemp("site")
    content = curriculum.read(curriculum.shipped())
    assert isinstance(content, Curriculum)
    _write(folder, site(content, {}))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        page.goto(f"{(folder / 'index.html').as_uri()}")
        yield lambda text: [
            Path(address).stem
            for address in page.evaluate("text => search(text).map(each => each.u)", text)
        ]
        browser.close()


def _write(folder: Path, files) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.mark.parametrize(("typed", "pages"), WANTED.items(), ids=list(WANTED))
def test_what_is_searched_for_is_among_the_first_two(search: Search, typed, pages) -> None:
    first = search(typed)[:2]

    assert set(pages.split()) & set(first), first


def test_the_exact_word_comes_before_words_that_resemble_it(search: Search) -> None:
    """A common word has rare inflections; rarity alone would put these first."""
    found = search("stack")

    assert found[0] == "stack-vs-cat"
    assert "retain-graph" not in found[:5]


def test_a_word_that_is_known_is_no_slip_of_the_pen(search: Search) -> None:
    """Nearly every entry has a `need`, one letter from `seed`."""
    assert len(search("seed")) < 10


def test_what_ends_a_sentence_changes_nothing(search: Search) -> None:
    assert search("strides?") == search("strides")
    assert search("What is einsum?!")[0] == "what-is-einsum"


def test_parts_of_an_address_are_found_in_no_entry(search: Search) -> None:
    assert search("html") == []
