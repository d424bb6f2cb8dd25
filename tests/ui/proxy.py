"""A small reverse proxy with TLS, as nginx stands before the app in deploy/nginx.conf."""

import asyncio
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.ui.serving import ROOT

READY = b"ready\n"
#: Bytes passed on at a time.
_CHUNK = 65_536
#: The address that the proxy says its browsers have.
CLIENT = "192.0.2.44"
#: Headers of which the proxy alone says what is so.
_OURS = (b"x-forwarded-", b"x-real-ip:", b"forwarded:")


@contextmanager
def proxied(folder: Path, port: int, backend: int) -> Iterator[None]:
    """A proxy with TLS on that port of this machine, before the server on the other."""
    command = [sys.executable, "-m", "tests.ui.proxy", str(folder), str(port), str(backend)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == READY, "the proxy ended at once"
            yield
        finally:
            process.terminate()


async def serve(folder: Path, port: int, backend: int) -> None:
    """Pass on what comes to that port, until the process is ended."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(_certificate(folder))

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _pass_on(reader, writer, backend)

    server = await asyncio.start_server(met, "127.0.0.1", port, ssl=context)
    sys.stdout.buffer.write(READY)
    sys.stdout.flush()
    await server.serve_forever()


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, backend: int
) -> None:
    """One request and its answer, or a websocket for as long as it stays open."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        inner, outer = await asyncio.open_connection("127.0.0.1", backend)
        outer.write(_rewritten(head))
        await asyncio.gather(_pump(reader, outer), _pump(inner, writer))
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(_CHUNK):
            target.write(data)
            await target.drain()
    finally:
        target.close()


def _rewritten(head: bytes) -> bytes:
    """The head of a request with what the proxy says; one request a connection."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith(_OURS)]
    if not any(line.lower().startswith(b"upgrade:") for line in kept):
        kept = [line for line in kept if not line.lower().startswith(b"connection:")]
        kept.append(b"Connection: close")
    said = (b"X-Forwarded-Proto: https", f"X-Forwarded-For: {CLIENT}".encode())
    return b"\r\n".join((first, *kept, *said)) + b"\r\n\r\n"


def _certificate(folder: Path) -> Path:
    """A key and a certificate that it has signed itself, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "proxy.pem"
    path.write_bytes(private + made.public_bytes(pem))
    return path


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
