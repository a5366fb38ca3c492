"""Finding cameras on the network by mDNS."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from zeroconf import InterfaceChoice, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

SERVICE = "_camera-proto._tcp.local."

_RESOLVE_MS = 3000


@dataclass(frozen=True)
class Found:
    """What a camera tells everybody, so none of it is to be trusted."""

    instance: str
    addresses: tuple[str, ...]
    port: int
    model: str
    discriminator: str
    setup_open: bool


async def discover(
    seconds: float = 3.0, interfaces: list[str] | None = None
) -> list[Found]:
    """The cameras that answer within that time, in the order of their names."""
    found: dict[str, Found] = {}
    try:
        async with asyncio.timeout(seconds):
            async for camera in _announcements(interfaces):
                found[camera.instance] = camera
    except TimeoutError:
        pass  # The time is over, which is how a search ends.
    return [found[name] for name in sorted(found)]


async def _announcements(
    interfaces: list[str] | None,
) -> AsyncGenerator[Found, None]:
    names: asyncio.Queue[str] = asyncio.Queue()

    def seen(
        zeroconf: Zeroconf,
        service_type: str,
        name: str,
        state_change: ServiceStateChange,
    ) -> None:
        if state_change is not ServiceStateChange.Removed:
            names.put_nowait(name)

    zeroconf = AsyncZeroconf(interfaces=interfaces or InterfaceChoice.All)
    browser = AsyncServiceBrowser(zeroconf.zeroconf, SERVICE, handlers=[seen])
    try:
        while True:
            info = AsyncServiceInfo(SERVICE, await names.get())
            if await info.async_request(zeroconf.zeroconf, _RESOLVE_MS):
                yield _read(info)
    finally:
        await browser.async_cancel()
        await zeroconf.async_close()


def _read(info: AsyncServiceInfo) -> Found:
    told = info.decoded_properties
    return Found(
        instance=info.name.removesuffix("." + SERVICE),
        addresses=tuple(info.parsed_addresses()),
        port=info.port or 0,
        model=told.get("model") or "",
        discriminator=told.get("disc") or "",
        setup_open=told.get("setup") == "1",
    )
