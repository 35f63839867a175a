"""This is (m, n): the places stand as a column. Which of the two belongs to the rows?"""


def length_mask(lengths: Tensor, m: int) -> Tensor:
    return torch.arange(m)[:, None] < lengths
