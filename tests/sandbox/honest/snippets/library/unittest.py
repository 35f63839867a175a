import sys
import unittest


class TestSum(unittest.TestCase):
    def setUp(self):
        self.values = [1, 2]

    def test_sum(self):
        self.assertEqual(sum(self.values), 3)

    def test_raises(self):
        with self.assertRaises(ZeroDivisionError):
            1 / 0


suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestSum)
result = unittest.TextTestRunner(stream=open("log", "w")).run(suite)
print(result.testsRun, result.wasSuccessful())
