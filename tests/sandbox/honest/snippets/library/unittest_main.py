import unittest


class TestIt(unittest.TestCase):
    def test_one(self):
        self.assertTrue(True)


program = unittest.main(argv=["x"], exit=False, verbosity=0)
program.result.testsRun
