"""Small programs of every kind of expression and statement, right ones and wrong ones."""

from hypothesis import strategies as st

NAMES = ("a", "b", "n", "xs", "K")
PRELUDE = """\
a = torch.arange(6.0).view(2, 3)
b = torch.ones(3, 2)
n = 2
xs = [a, b, 3]
class K:
    w = torch.ones(2)
    def __init__(self):
        super().__init__()
        self.v = [1, 2]
    def __add__(self, other):
        print("added", __class__.__name__)
        return other
    @property
    def p(self):
        print("asked")
        return torch.zeros(3)
    def m(self, *args, **named):
        print("called", len(args), sorted(named))
        return args[0] if args else None
def gen(k):
    for i in range(k):
        got = yield i + n
        print("got", got)
async def later(x):
    return x + 1
import asyncio, traceback
"""

_LEAVES = st.sampled_from(
    ["a", "b", "n", "xs", "K()", "(1)", "'s'", "None", "a.T", "b[0]", "xs[-1]", "K.w", "missing"]
)


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    operators = st.sampled_from(["+", "-", "*", "@", "/", "<", "==", "is", "and", "or", "in"])
    return st.one_of(
        st.builds("({0[0]} {1} {0[1]})".format, pair, operators),
        st.builds("(-{})".format, inner),
        st.builds("(not {})".format, inner),
        st.builds("({0[0]} if n else {0[1]})".format, pair),
        st.builds("{}.shape".format, inner),
        st.builds("{}.p".format, inner),
        st.builds("{}[1:]".format, inner),
        st.builds("{}.sum()".format, inner),
        st.builds("K().m({0[0]}, *xs, key={0[1]})".format, pair),
        st.builds("[{} for q in xs if q is not None]".format, inner),
        st.builds("{{k: {} for k in range(2)}}".format, inner),
        st.builds("list({} for q in range(2))".format, inner),
        st.builds("(lambda z, y={0[0]}: (z, {0[1]}))(3)".format, pair),
        st.builds("(t := {})".format, inner),
        st.builds("f'{{{}!r:>9}} {{n=}}'".format, st.sampled_from(["a", "n", "K.w"])),
        st.builds("asyncio.run(later({}))".format, inner),
        st.builds("({0[0]}, *{0[1]})".format, pair),
        st.builds("(0 < n < {})".format, inner),
    )


EXPRESSIONS = st.recursive(_LEAVES, _deeper, max_leaves=5)

_SIMPLE = st.one_of(
    st.builds("print({})".format, EXPRESSIONS),
    st.builds("u = {}".format, EXPRESSIONS),
    st.builds("a += {}".format, EXPRESSIONS),
    st.builds("a[0] = {}".format, EXPRESSIONS),
    st.builds("v: list[int] = {}".format, EXPRESSIONS),
    st.builds("p, *q = {}".format, EXPRESSIONS),
    st.builds("assert {}, 'no'".format, EXPRESSIONS),
    st.builds("del xs[{}]".format, st.sampled_from(["0", "n", "9"])),
    st.just("print(sorted(k for k in globals() if k.isidentifier() and len(k) < 3))"),
    st.just("print(next(it := gen(2)), it.send(a), list(it))"),
)


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=3).map("\n".join).map(_indented)
    return st.one_of(
        st.builds("if {}:\n{}".format, EXPRESSIONS, body),
        st.builds("for i in range(2):\n{}".format, body),
        st.builds("for i in {}:\n{}".format, EXPRESSIONS, body),
        st.builds("while n < 4:\n    n += 1\n{}".format, body),
        st.builds(
            "try:\n{}except (TypeError, RuntimeError):\n    print(traceback.format_exc())".format,
            body,
        ),
        st.builds("with torch.no_grad():\n{}".format, body),
        st.builds(
            "def f(x: 'T' = {0}) -> 'T':\n    'words'\n    a = b = x; n = 1; xs = [x]\n{1}"
            "    print(sorted(locals()), f.__doc__)\n    return x\nf()".format,
            EXPRESSIONS,
            body,
        ),
        st.builds(
            "match {}:\n    case [x, *_]:\n        print('list')\n    case K(v=[1, y]) | y:\n"
            "        print(type(y))".format,
            EXPRESSIONS,
        ),
        st.builds("class C(K):\n    __s = n\n    s = {}\n    print(__s)".format, EXPRESSIONS),
    )


STATEMENTS = st.recursive(_SIMPLE, _blocks, max_leaves=4)
PROGRAMS = st.builds(
    "{}{}\n{}".format,
    st.just(PRELUDE),
    st.lists(STATEMENTS, min_size=1, max_size=4).map("\n".join),
    EXPRESSIONS,
)
