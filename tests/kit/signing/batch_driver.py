"""Sign every PDF of a folder in place, to be killed at any moment.

Arguments: folder, module, trust folder; the PIN comes on standard input. Prints ``go`` when the
batch begins and ``done`` when everything is in place.
"""

import sys
from pathlib import Path

from signing.batch import sign_batch
from signing.chain import Trust
from signing.request import Level, Role, SignRequest
from signing.tokens.broker import TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.process import Deadlines

PATIENT = Deadlines(start_s=120, list_s=120, login_s=120, sign_s=120)  # the machine may be busy


def main(arguments: list[str]) -> int:
    folder, module, trust_folder = (Path(name) for name in arguments)
    pin = bytearray(sys.stdin.readline().strip().encode())
    trust = Trust.load(trust_folder)
    requests = [
        SignRequest(source=path, target=path, role=Role.OFFICER, level=Level.B_B, is_visible=False)
        for path in sorted(folder.glob("*.pdf"))
    ]
    with TokenBroker([module], deadlines=PATIENT) as broker:
        fact = find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
        with broker.login(fact, pin) as key:
            sys.stdout.write("go\n")
            sys.stdout.flush()
            results = sign_batch(requests, key, journal=folder / "journal", trust=trust)
    assert all(result.state in {"signed", "done_before"} for result in results), results
    sys.stdout.write("done\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
