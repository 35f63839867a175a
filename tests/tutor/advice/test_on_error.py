"""Errors that get better words in the chat."""

import pytest

from sandbox.protocol import RunError
from tutor.advice import on_error

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
    "a generator of another device": (
        (
            "RuntimeError",
            "Cannot get CUDA generator without ATen_cuda library. PyTorch splits its backend …",
        ),
        "There is no CUDA device here, only the CPU: use device='cpu' or leave it out.",
    ),
    "a generator of Apple's": (
        ("RuntimeError", "Cannot execute getNewGenerator() without MPS backend."),
        "There is no MPS device here, only the CPU: use device='cpu' or leave it out.",
    ),
    "an event of another device": (
        ("RuntimeError", "PyTorch is not linked with support for cuda devices"),
        "There is no cuda device here, only the CPU: use device='cpu' or leave it out.",
    ),
    "nobody to share the work with": (
        (
            "ValueError",
            (
                "Default process group has not been initialized, please make sure to call "
                "init_process_group."
            ),
        ),
        (
            "The sandbox runs one process and has no network, so there is nobody to share the "
            "work with: leave out torch.distributed."
        ),
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
    "a view of what lies otherwise": (
        ("RuntimeError", "view size is not compatible with input tensor's size and stride (at …"),
        (
            "view takes the numbers as they lie in memory, and these do not lie as this shape "
            "needs, which is common after a transpose, permute, slice or expand: use "
            ".reshape(…), which copies where it must."
        ),
    ),
    "channels on the last axis": (
        (
            "RuntimeError",
            (
                "Given groups=1, weight of size [8, 3, 3, 3], expected input[1, 32, 32, 3] to "
                "have 3 channels, but got 32 channels instead"
            ),
        ),
        (
            "Given groups=1, weight of size [8, 3, 3, 3], expected input[1, 32, 32, 3] to have 3 "
            "channels, but got 32 channels instead. If the last axis is that of the channels, "
            "move it before height and width: .permute(2, 0, 1), or .permute(0, 3, 1, 2) for a "
            "batch."
        ),
    ),
    "other channels": (
        (
            "RuntimeError",
            (
                "Given groups=1, weight of size [8, 3, 3, 3], expected input[1, 32, 32, 4] to "
                "have 3 channels, but got 32 channels instead"
            ),
        ),
        (
            "Given groups=1, weight of size [8, 3, 3, 3], expected input[1, 32, 32, 4] to have 3 "
            "channels, but got 32 channels instead"
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
            "+=, add_() or x[…] = …. Make a new tensor instead: x = x + 1 for x += 1, or "
            "x = x.clone() before x[0] = 0."
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
    "more than was left": (
        (
            "RuntimeError",
            (
                "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate "
                "memory: you tried to allocate 400000000 bytes. Error code 12 (Cannot allocate …"
            ),
        ),
        "A tensor asked for 400 MB at once, and so much was not left.",
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

    assert on_error.words(error) == said


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

    assert on_error.words(error, broken) == said


def test_a_list_of_layers_counts_from_zero() -> None:
    error = RunError(
        type="IndexError", message="index 5 is out of range", line=1, column=None, end_column=None
    )

    assert on_error.words(error, "net[5]") == (
        "index 5 is out of range: positions count from 0, and len(net) says how many there are."
    )
    assert on_error.words(error, "f(5)") == "index 5 is out of range"


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

    assert on_error.words(error, "", code).startswith(LOSS if is_told else message)


def test_what_the_code_raises_itself_keeps_its_words() -> None:
    code = "raise TypeError(\"'DataLoader' object is not subscriptable\")"
    message = "'DataLoader' object is not subscriptable"
    error = RunError(type="TypeError", message=message, line=1, column=None, end_column=None)

    assert on_error.words(error, "", code) == message
    assert on_error.words(error, "", f"pass\n{code}") != message


def test_neither_are_its_words_put_otherwise() -> None:
    message = "grad can be implicitly created only for scalar outputs"
    error = RunError(type="RuntimeError", message=message, line=1, column=None, end_column=None)

    assert on_error.words(error, "", f"raise RuntimeError({message!r})") == message
    assert on_error.words(error, "x.backward()", "raise RuntimeError(x.backward())") != message


def test_code_that_is_too_deep_to_be_written_out_keeps_torchs_words() -> None:
    code = f"opt.step()\nloss += {'+'.join('a' * 400)}\nloss.backward()"
    message = "Trying to backward through the graph a second time"
    error = RunError(type="RuntimeError", message=message, line=3, column=None, end_column=None)
    broken = f"({'+'.join('a' * 400)}).backward()"

    assert on_error.words(error, broken, f"{code}\n{broken}") == message
