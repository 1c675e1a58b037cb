"""The command line: arguments in, messages and exit codes out. What it can do, the library can."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

from kg.cli.parser import language_of, parser
from kg.errors import KGError, UsageError
from kg.messages import say

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code: 0, 1 if anything failed, 2 for wrong usage, 130 for Ctrl-C."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Chinese Windows would write GBK, and fail on what it lacks
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)
    lang = language_of(arguments)
    args = parser(lang).parse_args(arguments)
    args.lang = lang
    try:
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except KGError as error:
        print(f"kg: {error.text(lang)}", file=sys.stderr)
        return USAGE if isinstance(error, UsageError) else FAILED
    except KeyboardInterrupt:
        print(f"kg: {say('interrupted', lang)}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # `kg list … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _interrupt(number: int, frame: object) -> NoReturn:
    """To be ended is to be interrupted: what is half written is removed."""
    raise KeyboardInterrupt
