"""The sandbox's service, patient: what is told of an error hangs on no busy machine.

However long the first run took, and however late a spare is ready, the failing line is traced.
"""

from sandbox.service.app import main
from sandbox.supervisor import supervisor, verdict

if __name__ == "__main__":
    for module, limit in (
        (supervisor, "_SPARE_SOON_SECONDS"),
        (verdict, "_SOON_SECONDS"),
        (verdict, "_AT_LEAST_SECONDS"),
    ):
        assert hasattr(module, limit)
        setattr(module, limit, 30.0)
    main()
