"""Whatever is drawn can be read: any operation on tensors of any shape."""

import warnings

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tutor.picture.looks import facts, problems
from tutor.picture.choose import pictured, summary
from tutor.picture.facts import Facts

SIZES = st.sampled_from([0, 1, 1, 2, 2, 3, 3, 4, 7, 12, 300])
SHAPES = st.lists(SIZES, max_size=5).filter(lambda shape: len(shape) < 5 or 300 not in shape)
MAKERS = ["torch.rand({0})", "torch.ones({0})", "torch.ones({0}, dtype=torch.bool)"]
MADE = st.builds(
    lambda maker, shape: maker.format(tuple(shape)), st.sampled_from(MAKERS), SHAPES
).filter(lambda code: code.count("300") < 3)
ONES = [
    "{0}",
    "{0}.mT",
    "{0}.sum({2})",
    "{0}.float().mean({2}, keepdim=True)",
    "{0}.max(dim={2})",
    "{0}[..., ::2]",
    "{0}[None]",
    "{0}.reshape(-1)",
    "{0}.view(-1, 2)",
    "{0}.unbind({2})",
    "{0}.softmax({2})",
    "{0}.unsqueeze({2}).expand(3, -1)",
    "torch.einsum('ij,jk->ki', {0}, {1})",
    "torch.cat([{0}, {1}, {0}], dim={2})",
    "torch.stack([{0}, {1}], {2})",
    "{0} + {1}",
    "{0} @ {1}",
    "{0}.flatten() @ {1}.mT",
    "torch.where({0} > 0, {1}, 2)",
]
EXPRESSIONS = st.builds(
    lambda form, one, other, axis: form.format(one, other, axis),
    st.sampled_from(ONES),
    MADE,
    MADE,
    st.integers(-2, 2),
)


@given(EXPRESSIONS)
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_expression_gives_a_readable_picture_or_none(code: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = facts(code)
    if not isinstance(found, Facts):
        return

    picture = pictured(found)

    assert summary(found).startswith(code[:20])
    if picture is not None:
        assert problems(picture) == [], code
