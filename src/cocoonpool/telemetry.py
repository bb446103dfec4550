"""Log lines: one event, then key=value. Console for people, JSON for programs."""

import logging
import sys
from typing import Literal, TextIO, cast

import structlog

Logger = structlog.stdlib.BoundLogger


class _StandardError:
    """Standard error at the moment of writing: a logger outlives a stream that was put in its place."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def setup_logging(level: str = "info", style: Literal["console", "json"] = "console") -> None:
    """Sends our lines and those of the libraries to standard error."""
    out = cast("TextIO", _StandardError())
    numeric = logging.getLevelNamesMapping()[level.upper()]
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    shared: list[structlog.typing.Processor] = [structlog.stdlib.add_log_level, stamp]
    render: structlog.typing.Processor
    if style == "json":
        shared.append(structlog.processors.format_exc_info)
        render = structlog.processors.JSONRenderer()
    else:
        # Never a traceback with local variables: those hold keys and access hashes.
        plain = structlog.dev.plain_traceback
        render = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=36, exception_formatter=plain)
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.PrintLoggerFactory(file=out),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=render))
    logging.basicConfig(level=max(numeric, logging.WARNING), handlers=[handler], force=True)


def get_logger(name: str) -> Logger:
    return cast("Logger", structlog.get_logger(name))
