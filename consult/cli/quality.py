"""`consult evaluate`, `train` and `corpus`: quality, honestly measured; models, reproducibly made."""

import json
import sys
from pathlib import Path

import click

from consult.cli.account import OUTPUT
from consult.evaluate.tasks import TASKS, TRAINABLE
