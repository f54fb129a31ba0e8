"""What ippeveprinter runs for each job: it carries words to and from the simulator.

Started by path, as `ipp_relay.py SOCKET FILE`, with the job in the environment. One
line of JSON says what came; what the socket then says goes to standard error, where
ippeveprinter takes states of the printer from, until `EXIT n` tells how the job ends.
"""

import json
import os
import socket
import sys


def main() -> int:
    """Relay one job; the exit status is the job's."""
    address, file = sys.argv[1:3]
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        job = {
            "file": file,
            "id": os.environ.get("IPP_JOB_ID", ""),
            "title": os.environ.get("IPP_JOB_NAME", ""),
        }
        line.sendall(json.dumps(job).encode() + b"\n")
        for said in line.makefile("r", encoding="utf-8"):
            word, _, rest = said.partition(" ")
            if word == "EXIT":
                return int(rest)
            sys.stderr.write(said)
            sys.stderr.flush()
    return 1  # the printer lost power


if __name__ == "__main__":
    sys.exit(main())
