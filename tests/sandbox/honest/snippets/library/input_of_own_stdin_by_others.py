import cmd
import code
import io
import sys
import unittest


def ask():
    return int(input("n? ")) * 2


class Asks(unittest.TestCase):
    def test_double(self):
        sys.stdin = io.StringIO("21\n")
        self.assertEqual(ask(), 42)


result = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.TestLoader().loadTestsFromTestCase(Asks))
print(result.wasSuccessful())


class Shell(cmd.Cmd):
    def do_hi(self, rest):
        print("hi", rest)

    def do_q(self, _):
        return True


sys.stdin = io.StringIO("hi x\nq\n")
Shell().cmdloop()

sys.stdin = io.StringIO("x = 1\nprint(x + 1)\n")
code.interact(banner="", exitmsg="")
