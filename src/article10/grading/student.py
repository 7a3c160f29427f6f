"""The process in which one student's code runs: does what it is asked over a channel.

Nothing in here protects anything, since the student's code can change all of
it. It only answers; the judge takes the answers for data.
"""

import os
import sys

from .frames import Channel, Closed
from .limits import Limits
from .shell import Descriptors, Shell, refuse_input, with_limit
from .wire import Decoder, Encoder


class Student:
    """Holds the variables of a notebook that runs cell by cell."""

    def __init__(self, shell: Shell, limits: Limits, folder: str):
        self._shell = shell
        self._limits = limits
        self._encoder = Encoder()
        self._decoder = Decoder()
        self._descriptors = Descriptors(folder)
        refuse_input()

    def run(self, source: str, seconds: float) -> dict:
        """Run a cell; gives its outputs."""
        self._shell.run(source, seconds)
        if printed := self._descriptors.take(self._limits.output):
            self._shell.outputs.text("stdout", printed)
        return {"outputs": self._shell.outputs.kept}

    def read(self, names: list[str]) -> dict:
        """The variables of these names, as far as they are there."""
        space = self._shell.user_ns
        return {"values": {n: self._encoder.encode(space[n]) for n in names if n in space}}

    def call(self, function: int, arguments: list, keywords: dict, seconds: float) -> dict:
        """What a function gives, or how it fails, and which arguments it changed."""
        given = [self._decoder.decode(value) for value in arguments]
        named = {name: self._decoder.decode(value) for name, value in keywords.items()}
        called = self._encoder.functions[function]
        try:
            reply = {"value": self._encoder.encode(with_limit(seconds, called, *given, **named))}
        except BaseException as error:
            reply = {"error": [type(error).__name__, str(error)[:2_000]]}
        after = [self._encoder.encode(value) for value in given]
        changed = {str(i): v for i, v in enumerate(after) if v != arguments[i]}
        self._descriptors.take(0)
        return {**reply, "changed": changed}


def serve(channel: Channel, shell: Shell, limits: Limits, folder: str) -> None:
    """Answer requests until nobody asks any more."""
    student = Student(shell, limits, folder)
    here = os.getpid()
    streams = sys.stdout, sys.stderr
    while True:
        try:
            request = channel.receive()
        except Closed:
            return
        sys.stdout, sys.stderr = (open(os.devnull, "w") for _ in streams)  # noqa: SIM115
        reply = getattr(student, request["do"])(**request["with"])
        if os.getpid() != here:
            os._exit(0)  # a copy that the student's code made
        channel.send({"to": request["number"], **reply})
