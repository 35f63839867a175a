import pytest

from knowledge.matching.foreign import framework


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("How do I write a custom layer in Keras?", "Keras"),
        ("tf.data.Dataset prefetch vs cache", "TensorFlow"),
        ("jax vmap vs pmap", "JAX"),
        ("indexing the last row in MATLAB", "MATLAB"),
    ],
)
def test_a_question_is_about_the_framework_that_it_names(text: str, named: str) -> None:
    assert framework(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "what is a tensor",
        "tf.expand_dims in torch",
        "the equivalent of tf.tile",
        "what is Keras's Dense called here",
        "np.einsum and jax",
        "X.sum(2) as in MATLAB",
        "multiply word vectors with tf-idf weights",
    ],
)
def test_a_question_about_ours_is_about_no_other(text: str) -> None:
    assert framework(text) == ""
