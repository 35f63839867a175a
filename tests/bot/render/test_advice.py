"""Errors that get better words in the chat."""

import pytest

from bot.render import advice
from sandbox.protocol import RunError

UNSAFE = (
    "Weights only load failed. …\n WeightsUnpickler error: Unsupported global: GLOBAL {} was not "
    "an allowed global by default."
)

BETTER = {
    "a missing package": (
        ("ModuleNotFoundError", "No module named 'pandas'"),
        (
            "No module named 'pandas'. Snippets have torch, numpy, matplotlib and Python's "
            "standard library; nothing can be installed."
        ),
    ),
    "another kind of device": (
        (
            "NotImplementedError",
            "Could not run 'aten::empty' with arguments from the 'MPS' backend. This could be …",
        ),
        "There is no MPS device here, only the CPU: use device='cpu' or leave it out.",
    ),
    "a sparse tensor": (
        ("NotImplementedError", "Could not run 'aten::view' with arguments from the 'SparseCPU'"),
        "torch has no view for sparse tensors: make it dense first, with to_dense().",
    ),
    "a quantized tensor": (
        (
            "NotImplementedError",
            "Could not run 'aten::exp.out' with arguments from the 'QuantizedCPU' backend.",
        ),
        "torch has no exp for quantized tensors: use dequantize() first.",
    ),
    "a nested tensor": (
        (
            "NotImplementedError",
            "Could not run 'aten::flip' with arguments from the 'NestedTensorCPU' backend.",
        ),
        "torch has no flip for nested tensors: use to_padded_tensor(0.0) first.",
    ),
    "no numbers": (
        ("NotImplementedError", "Could not run 'aten::eq' with arguments from the 'Meta' backend."),
        "A tensor on the meta device holds no numbers, so torch has no eq for it.",
    ),
    "a backend nobody knows": (
        ("NotImplementedError", "Could not run 'aten::eq' with arguments from the 'X' backend."),
        "Could not run 'aten::eq' with arguments from the 'X' backend.",
    ),
    "what is not sparse": (
        (
            "RuntimeError",
            "permute(sparse_coo): number of dimensions in the tensor input does not match",
        ),
        "permute: number of dimensions in the tensor input does not match",
    ),
    "no gradients": (
        ("RuntimeError", "element 0 of tensors does not require grad and does not have a grad_fn"),
        (
            "No gradients were recorded for this: it takes a tensor made with requires_grad=True, "
            "and no step on the way that ends them, such as detach(), item(), no_grad(), argmax, "
            "a comparison, torch.tensor(…) of a tensor, or a change to whole numbers."
        ),
    ),
    "a whole model in a file": (
        (
            "UnpicklingError",
            (
                "Weights only load failed. This file can still be read, \x1b[1mdo …\x1b[0m\n"
                "\tWeightsUnpickler error: Unsupported global: GLOBAL __main__.Net was not an …"
            ),
        ),
        (
            "torch.load reads tensors and plain values only, and this file holds a __main__.Net. "
            "Of a model save model.state_dict(), and load that into a new one; a file that you "
            "made yourself can be read with torch.load(…, weights_only=False)."
        ),
    ),
    "a file of another kind": (
        ("UnpicklingError", "Weights only load failed. In PyTorch 2.6, Unsupported operand 149"),
        "Weights only load failed. In PyTorch 2.6, Unsupported operand 149",
    ),
    "a loss that was not called": (
        ("AttributeError", "'CrossEntropyLoss' object has no attribute 'backward'"),
        (
            "This is the loss function itself, not a loss: call it first, as in "
            "loss = criterion(output, target)."
        ),
    ),
    "a graph used up": (
        ("RuntimeError", "Trying to backward through the graph a second time (or directly …"),
        (
            "An earlier backward() has used up this graph. Compute the loss again, or call the "
            "earlier one with retain_graph=True."
        ),
    ),
    "a tensor changed that was needed": (
        (
            "RuntimeError",
            (
                "one of the variables needed for gradient computation has been modified by an "
                "inplace operation: [torch.FloatTensor [2, 3]], which is output 0 of Exp, is at …"
            ),
        ),
        (
            "A tensor of shape (2, 3) that backward() still needs was changed in place, as by "
            "+=, add_() or x[…] = …. Make a new one instead: x = x + 1."
        ),
    ),
    "classes on the last axis": (
        ("RuntimeError", "Expected target size [4, 27], got [4, 8]"),
        (
            "The loss takes axis 1 of its input for the classes, and so expected targets of shape "
            "(4, 27), not (4, 8). If the classes are the last axis, flatten the others: "
            "logits.flatten(0, -2) and targets.flatten()."
        ),
    ),
    "a batch of several shapes": (
        (
            "RuntimeError",
            (
                "stack expects each tensor to be equal size, but got [3] at entry 0 and [5] at "
                "entry 2"
            ),
        ),
        (
            "stack takes tensors of one shape only, and so does a DataLoader's batch: tensor 0 is "
            "(3), tensor 2 is (5). Pad them first, for example with nn.utils.rnn.pad_sequence; "
            "for a DataLoader, in its collate_fn."
        ),
    ),
    "a file of arrays": (
        ("UnpicklingError", UNSAFE.format("numpy._core.multiarray._reconstruct")),
        (
            "This file holds NumPy arrays: save torch.from_numpy(a) instead; a file that you made "
            "yourself can be read with torch.load(…, weights_only=False)."
        ),
    ),
    "a file with one of NumPy's numbers": (
        ("UnpicklingError", UNSAFE.format("numpy._core.multiarray.scalar")),
        (
            "This file holds a number of NumPy's: save a.item() instead; a file that you made "
            "yourself can be read with torch.load(…, weights_only=False)."
        ),
    ),
    "an exit code": (("SystemExit", "3"), "The code ended itself with exit code 3."),
    "an exit with words": (("SystemExit", "no data"), "no data"),
    "an error of the learner's own": (("NotImplementedError", "later {x}"), "later {x}"),
    "any other": (("ValueError", "No module named 'x'"), "No module named 'x'"),
}


@pytest.mark.parametrize(("raised", "said"), BETTER.values(), ids=BETTER.keys())
def test_the_words_help(raised: tuple[str, str], said: str) -> None:
    kind, message = raised
    error = RunError(type=kind, message=message, line=1, column=None, end_column=None)

    assert advice.words(error) == said


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("x[:, [0, 5]]", "index 5 is out of bounds for an axis of size 3"),
        ("x[:, i]", "index 5 is out of bounds for an axis of size 3"),
        ("x[0, 5]", "index 5 is out of bounds for dimension 0 with size 3"),
        ("x[[5]]", "index 5 is out of bounds for dimension 0 with size 3"),
        ("x[", "index 5 is out of bounds for dimension 0 with size 3"),
    ],
)
def test_an_axis_is_named_only_where_torch_counts_as_the_learner_does(broken, said) -> None:
    message = "index 5 is out of bounds for dimension 0 with size 3"
    error = RunError(type="IndexError", message=message, line=1, column=None, end_column=None)

    assert advice.words(error, broken) == said


LOSS = "This is the loss function itself, not a loss: call it first, as in"


@pytest.mark.parametrize(
    ("code", "is_told"),
    [
        ("loss = nn.MSELoss()", True),
        ("class MSELoss(nn.Module): pass", True),
        ("class MSELoss(nn.L1Loss): pass", True),
        ("class MSELoss: pass", False),
        ("class MSELoss(Exception): pass", False),
    ],
)
def test_a_loss_of_the_learners_own_need_not_be_a_function(code, is_told) -> None:
    message = "'MSELoss' object has no attribute 'backward'"
    error = RunError(type="AttributeError", message=message, line=1, column=None, end_column=None)

    assert advice.words(error, "", code).startswith(LOSS if is_told else message)
