"""The program that ippeveprinter runs for each job; it connects to the simulator.

It is started by path, as `ipp_relay.py SOCKET FILE`, with the job in the environment.
It sends one line of JSON about the job. Lines that it receives go to standard error,
from which ippeveprinter takes the printer's state, until `EXIT n` ends the job.
"""

import json
import os
import socket
import sys


def main() -> int:
    """Relay one job; return the job's exit status."""
    address, file = sys.argv[1:3]
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        job = {
            "file": file,
            "id": os.environ.get("IPP_JOB_ID", ""),
            "title": os.environ.get("IPP_JOB_NAME", ""),
        }
        line.sendall(json.dumps(job).encode() + b"\n")
        for text in line.makefile("r", encoding="utf-8"):
            word, _, rest = text.partition(" ")
            if word == "EXIT":
                return int(rest)
            sys.stderr.write(text)
            sys.stderr.flush()
    return 1  # the printer's power was turned off


if __name__ == "__main__":
    sys.exit(main())
