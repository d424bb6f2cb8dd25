"""`python -m consult.evaluate train|evaluate TASK`: the room's own entry, without the CLI."""

import json
import sys

from consult.evaluate.tasks import run_evaluation, run_training


def main(arguments: list[str]) -> int:
    """0 done, 2 wrong usage."""
    if len(arguments) != 2 or arguments[0] not in ("train", "evaluate"):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    verb, task = arguments
    report = run_training(task) if verb == "train" else run_evaluation(task, None)
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
