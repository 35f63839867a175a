"""Here every matrix is multiplied by every vector, since `x.T` counts as one matrix for the whole batch.
Each vector belongs to one matrix only."""


def matvec(A: Tensor, x: Tensor) -> Tensor:
    return A @ x.T
