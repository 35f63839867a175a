"""The sandbox's service; however busy the machine, a failing line is traced."""

from sandbox.service.app import main
from sandbox.supervisor import supervisor, verdict

if __name__ == "__main__":
    supervisor._SPARE_SOON_SECONDS = 30.0
    verdict._SOON_SECONDS = verdict._AT_LEAST_SECONDS = 30.0
    main()
