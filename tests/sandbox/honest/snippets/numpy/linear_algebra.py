import numpy as np

A = np.array([[2.0, 1.0], [1.0, 3.0]])
print(np.linalg.solve(A, [1, 2]), np.linalg.eigvalsh(A), np.linalg.norm(A))
print(np.round(np.linalg.inv(A) @ A, 6), np.linalg.matrix_rank(A))
try:
    np.linalg.inv(np.zeros((2, 2)))
except np.linalg.LinAlgError as e:
    print(e)
