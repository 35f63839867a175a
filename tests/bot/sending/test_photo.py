import pytest

from bot.sending.response import is_photo
from tests.localgram.methods.test_sending import picture


@pytest.mark.parametrize("size", [(1, 1), (2000, 100), (100, 2000), (5000, 5000)])
def test_most_pictures_are_photos(size: tuple[int, int]) -> None:
    assert is_photo(picture(size=size))


@pytest.mark.parametrize("size", [(2001, 100), (20, 401), (5001, 5000)])
def test_one_too_long_or_too_large_is_none(size: tuple[int, int]) -> None:
    assert not is_photo(picture(size=size))


def test_what_ends_before_it_tells_its_size_is_none() -> None:
    assert not is_photo(picture()[:20])
