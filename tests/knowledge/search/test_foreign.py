import pytest

from knowledge.search.refusals import framework


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("How do I write a custom layer in Keras?", "Keras"),
        ("tf.data.Dataset prefetch vs cache", "TensorFlow"),
        ("jax vmap vs pmap", "JAX"),
        ("indexing the last row in MATLAB", "MATLAB"),
        ("flax how to init params", "Flax"),
        ("Keras custom layer", "Keras"),
        ("how to write a training loop in keras", "Keras"),
        ("In Keras, how do I write a training loop?", "Keras"),
        ("how do I call jax.vmap()", "JAX"),
        ("how do i replace the last layer in keras", "Keras"),
        ("how do i index an array in Julia", "Julia"),
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
        "what does tf.expand_dims do",
        "tf.expand_dims",
        "I know keras, how do I write a training loop",
        "I am used to Keras, where is fit",
        "what replaces model.fit of keras",
        "in matlab A*B is matrix product, what does * do",
        "My friend Julia asks what broadcasting is",
        "how do i paddle",
        "my octave of notes is a vector",
        "my keras friend asks what a view is",
    ],
)
def test_a_question_about_ours_is_about_no_other(text: str) -> None:
    assert framework(text) == ""
