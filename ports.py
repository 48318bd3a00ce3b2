"""The port, and how several processes share it."""

import os
import socket
import sys

from events.errors import Misconfigured
from web.settings import Settings


def bind(settings: Settings) -> socket.socket:
    """The port, held before anything is prepared; nobody is let in yet. Raises Misconfigured."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return _bound(family, (settings.host.strip("[]"), settings.port))
    except OSError as error:
        raise Misconfigured(
            f"{settings.listen} 不能用（{error.strerror}），可能已有程序占用；"
            "请先停掉它，或换一个端口：KEPULI_LISTEN=127.0.0.1:8001。"
        ) from error


def share(held: socket.socket) -> socket.socket:
    """For one of several processes: a socket of its own at the port that is held.

    Linux deals out visitors evenly among such sockets; of one that all share, a process that is
    quick to ask takes nearly everybody, and the others stand idle. Elsewhere they do share it.
    """
    if sys.platform != "linux":
        return held
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # only now: else two programs could
    return _bound(held.family, held.getsockname(), socket.SO_REUSEPORT)


def _bound(family: int, address: tuple[object, ...], *options: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        options = (socket.SO_REUSEADDR, *options)
    for option in options:
        made.setsockopt(socket.SOL_SOCKET, option, 1)
    made.bind(address)
    return made
