"""``python -m desk_app.practice.province DATA [PORT] [FAULTS] [DATABASE-URL]``."""

import sys

from desk_app.practice.province.serve import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
