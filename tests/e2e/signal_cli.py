"""Somebody who answers as signal-cli and the REST service around it do, and hands events out once.

What it says is compared with the service's own description as it says it.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from aiohttp import WSMsgType, web

from tests.e2e.signal_account import SignalAccount
from tests.e2e.signal_description import faults


class SignalCli(SignalAccount):
    """An account. `mode`: of the service; `numbers_events`: as a new signal-cli does."""

    def __init__(
        self, account: str, *, mode: str = "json-rpc", numbers_events: bool = True
    ) -> None:
        super().__init__(account)
        self.logins: list[str] = []
        self.asked_after: list[str] = []  # Last-Event-ID
        self.refused = 0  # requests for what is not here
        self.asked = 0  # how often somebody listened, or asked what came in
        self.fetches_s = 0.0  # each message that is asked for, before any of them is answered
        self.fetching = 0  # answers that are being made
        self.moved_to = ""  # where all of it is said to be
        self.answers_half = ""  # then the connection breaks
        self._mode = mode
        self._numbers_events = numbers_events
        self._ready = threading.Event()
        self._port = 0
        self._end: asyncio.Event | None = None
        self._thread.start()
        self._ready.wait(10)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    def close(self) -> None:
        """End."""

        def end() -> None:
            assert self._end is not None
            self._end.set()

        self._loop.call_soon_threadsafe(end)
        self._thread.join()
        self._loop.close()

    async def _run(self) -> None:
        self._end = asyncio.Event()
        app = web.Application()
        app.router.add_post("/api/v1/rpc", self._rpc)
        app.router.add_get("/api/v1/events", self._sse)
        app.router.add_get("/v1/about", self._about)
        app.router.add_post("/v2/send", self._send)
        app.router.add_get("/v1/receive/{number}", self._receive)
        app.router.add_get("/{nowhere:.*}", self._nowhere)
        runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._port = runner.addresses[0][1]
        self._ready.set()
        await self._end.wait()
        for client in self._clients:
            client.put_nowait(None)
        await runner.cleanup()

    def _stay(self, request: web.Request) -> None:
        if self.moved_to:
            self.refused += 1
            raise web.HTTPFound(self.moved_to + request.path_qs)

    async def _nowhere(self, _request: web.Request) -> web.Response:
        self.refused += 1
        return web.Response(status=404)

    async def _rpc(self, request: web.Request) -> web.Response:
        self.logins.append(request.headers.get("Authorization", ""))
        if not request.content_type.startswith("application/json"):
            return web.Response(status=415)
        call = await request.json()
        answer: dict[str, Any] = {"jsonrpc": "2.0", "id": call.get("id")}
        params = call.get("params", {})
        if call.get("jsonrpc") != "2.0" or call.get("method") != "send":
            answer["error"] = {"code": -32601, "message": "Method not implemented", "data": None}
            return web.json_response(answer)
        if params.get("account") != self.account:
            text = "Specified account does not exist"
            answer["error"] = {"code": -32602, "message": text, "data": None}
            return web.json_response(answer)
        assert set(params) == {"account", "recipient", "message"}
        (person,) = params["recipient"]
        result, kind = await self._sending(person, params["message"])
        code = {"SUCCESS": 0, "IDENTITY_FAILURE": -4, "RATE_LIMIT_FAILURE": -5}.get(kind, -1)
        if code:
            answer["error"] = {
                "code": code, "message": "Failed to send message", "data": {"response": result},
            }  # fmt: skip
        else:
            answer["result"] = result
        return web.json_response(answer)

    async def _sse(self, request: web.Request) -> web.StreamResponse:
        self.logins.append(request.headers.get("Authorization", ""))
        self._stay(request)
        self.asked += 1
        last = request.headers.get("Last-Event-ID")
        self.asked_after.append(last or "")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        client: asyncio.Queue[tuple[int, str] | None] = asyncio.Queue()
        if self._numbers_events and last is not None:
            begin, _, seq = last.partition("-")
            known = int(seq) if begin == "17956" and seq.isdigit() else 0
            for each in self._events:
                if each[0] > known:
                    client.put_nowait(each)
        self._clients.append(client)
        unread, self._unread = self._unread, []
        for data in unread:
            self._tell(data)
        try:
            await response.write(b":\n")
            while (found := await client.get()) is not None:
                events = bytearray(self._written(*found))
                while not client.empty():
                    if (found := client.get_nowait()) is None:
                        client.put_nowait(None)
                        break
                    events += self._written(*found)
                await response.write(events)
        finally:
            self._clients.remove(client)
        return response

    def _written(self, seq: int, data: str) -> bytes:
        number = f"id:17956-{seq}\n" if self._numbers_events else ""
        return f"{number}event:receive\ndata:{data}\n\n".encode()

    async def _about(self, request: web.Request) -> web.Response:
        self.logins.append(request.headers.get("Authorization", ""))
        about = {"versions": ["v1", "v2"], "build": 2, "mode": self._mode, "version": "0.98"}
        return web.json_response(about)

    async def _send(self, request: web.Request) -> web.Response:
        call = await request.json()
        assert faults(call, "api.SendMessageV2") == []
        (person,) = call["recipients"]
        result, kind = await self._sending(person, call["message"])
        if kind == "SUCCESS":
            answer = {"timestamp": str(result["timestamp"])}
            assert faults(answer, "api.SendMessageResponse") == []
            return web.json_response(answer, status=201)
        error = {
            "IDENTITY_FAILURE": "Failed to send message due to untrusted identities",
            "UNREGISTERED_FAILURE": f'Failed to send messages:\nUnregistered user "{person}"',
        }.get(kind, "Failed to send message")
        failed: dict[str, Any] = {"error": error, "account": self.account}
        if "token" in result["results"][0]:
            failed["challenge_tokens"] = [result["results"][0]["token"]]
        assert faults(failed, "api.SendMessageError") == []
        return web.json_response(failed, status=400)

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        self.logins.append(request.headers.get("Authorization", ""))
        assert request.match_info["number"] == self.account
        self._stay(request)
        self.asked += 1
        if self._mode == "json-rpc":
            return await self._websocket(request)
        if half := self.answers_half:
            self.answers_half = ""
            response = web.StreamResponse(headers={"Content-Length": "100000"})
            await response.prepare(request)
            await response.write(half.encode())
            assert request.transport is not None
            request.transport.close()
            return response
        count = int(request.query.get("max_messages", len(self._unread)))
        given, self._unread = self._unread[:count], self._unread[count:]
        self.fetching += 1
        try:
            await asyncio.sleep(len(given) * self.fetches_s)
        finally:
            self.fetching -= 1
        return web.Response(text=f"[{','.join(given)}]")

    async def _websocket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        client: asyncio.Queue[tuple[int, str] | None] = asyncio.Queue()
        self._clients.append(client)
        self._unread.clear()  # what comes while nobody is connected, the service drops

        async def hear() -> None:
            async for message in socket:
                assert message.type is WSMsgType.TEXT
            client.put_nowait(None)

        async with asyncio.TaskGroup() as group:
            hearing = group.create_task(hear())
            while (found := await client.get()) is not None:
                await socket.send_str(found[1])
            self._clients.remove(client)
            await socket.close()
            hearing.cancel()
        return socket
