import difflib
import pprint
import string
import textwrap

print(textwrap.fill("the quick brown fox jumps over", 12), textwrap.dedent("  a\n  b"))
print(string.Template("$x!").substitute(x=1), string.ascii_letters[:5])
pprint.pprint({"b": list(range(30)), "a": {"c": "x" * 40, "d": "y" * 40}})
print("\n".join(difflib.unified_diff(["a", "b"], ["a", "c"], lineterm="")))
difflib.get_close_matches("tensr", ["tensor", "sensor"])
