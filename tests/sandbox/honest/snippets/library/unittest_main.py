import contextlib
import io
import unittest


class TestIt(unittest.TestCase):
    def test_one(self):
        self.assertTrue(True)


with contextlib.redirect_stderr(io.StringIO()) as err:
    program = unittest.main(exit=False, verbosity=2)
print("test_one" in err.getvalue(), "OK" in err.getvalue())
program.result.testsRun
