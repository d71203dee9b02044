"""Small files that are what they say, and some that are not."""

import struct
import zlib


def a_pdf(words: str = "Licence") -> bytes:
    head = f"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Title ({words}) >>\nendobj\n".encode()
    index = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\n"
    return head + index + f"startxref\n{len(head)}\n%%EOF\n".encode()


def a_png(width: int = 2, height: int = 2) -> bytes:
    rows = zlib.compress(b"\0\0\0\0\0\0\0" * 2)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data) for name, data in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def a_jpeg() -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 2, 2, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00"
    return b"\xff\xd8" + frame + scan + b"\x12\x34\xff\x00\x56" + b"\xff\xd9"


A_PROGRAM = b"MZ\x90\x00" + b"\0" * 200
A_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
A_ZIP = b"PK\x03\x04" + b"\0" * 200
