"""One measurement in a process of its own: CPU seconds without imports, and the most memory."""

import json
import resource
import sys
import time
from pathlib import Path


def most_memory() -> float:
    """Return the most memory that this process had, in MB.

    Linux passes the figure of ``getrusage`` on from parent to child, so the kernel's own
    count of this process is read where there is one.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """Read CATEGORIES RESPONDENTS SEATS OBJECTIVE [COLUMN,COLUMN]; print what was measured."""
    from sortition.objectives import fairest
    from sortition.reading import read_instance

    quotas, people, seats, objective = sys.argv[1:5]
    address = sys.argv[5].split(",") if len(sys.argv) > 5 else ()
    started = time.process_time()
    instance = read_instance(quotas, people, int(seats), None, address)
    read = time.process_time()
    lottery = fairest(instance, objective)
    done = time.process_time()
    found = {
        "people": len(instance.ids),
        "profiles": len(instance.profiles),
        "reading": read - started,
        "seconds": done - read,
        "memory": most_memory(),
        "route": lottery.certificate.route,
        "gap": lottery.certificate.gap,
        "minimum": float(lottery.chances[~lottery.excluded].min()),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
