import ast
import dis


def f(x):
    return x + 1


dis.dis(f)
print(ast.dump(ast.parse("a + 1", mode="eval")), ast.unparse(ast.parse("x=1")), ast.literal_eval("[1, {'a': 2}]"))
