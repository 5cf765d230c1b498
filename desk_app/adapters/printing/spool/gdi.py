"""Pages of a PDF painted for a printer of Windows; runs in a worker, knows nothing of the desk.

Sources: Win32 API, "GDI print API" and "Print spooler API"; DEVMODEW as in wingdi.h.
"""

import ctypes
import sys

REFUSED, UNKNOWN = "printing.refused", "printing.printer_unknown"
MOST_DPI = 300
"""Finer costs time and memory of the printer; letters of a slip are sharp at this already."""

if sys.platform == "win32":
    from ctypes import wintypes

    import pypdfium2

    from desk_app.adapters.printing.spool.sheet_size import named_sheet

    _gdi = ctypes.WinDLL("gdi32")
    _spool = ctypes.WinDLL("winspool.drv")
    _DC = wintypes.HDC
    _gdi.CreateDCW.restype = _DC
    _gdi.CreateDCW.argtypes = [
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.LPVOID,
    ]
    _gdi.ResetDCW.restype = _DC
    _gdi.ResetDCW.argtypes = [_DC, wintypes.LPVOID]
    for _name in ("DeleteDC", "StartPage", "EndPage", "EndDoc", "AbortDoc"):
        getattr(_gdi, _name).argtypes = [_DC]
    _gdi.GetDeviceCaps.argtypes = [_DC, ctypes.c_int]
    _gdi.StartDocW.argtypes = [_DC, wintypes.LPVOID]
    _gdi.StretchDIBits.argtypes = [
        _DC, *[ctypes.c_int] * 8, wintypes.LPCVOID, wintypes.LPCVOID, wintypes.UINT, wintypes.DWORD,
    ]  # fmt: skip
    _spool.OpenPrinterW.argtypes = [wintypes.LPCWSTR, wintypes.LPVOID, wintypes.LPVOID]
    _spool.ClosePrinter.argtypes = [wintypes.HANDLE]
    _spool.GetPrinterW.argtypes = [
        wintypes.HANDLE, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.LPVOID,
    ]  # fmt: skip
    _spool.DocumentPropertiesW.argtypes = [
        wintypes.HWND, wintypes.HANDLE, wintypes.LPCWSTR, wintypes.LPVOID, wintypes.LPVOID,
        wintypes.DWORD,
    ]  # fmt: skip

    _DPI_X, _DPI_Y, _WIDE, _HIGH, _LEFT, _TOP = 88, 90, 110, 111, 112, 113
    _OUT, _IN = 2, 8
    _LOCAL, _CONNECTED, _NAMES_ONLY, _STATUS_ONLY = 2, 4, 4, 6
    _HOLDS_BACK = 0x1 | 0x2 | 0x8 | 0x10 | 0x40 | 0x80 | 0x1000 | 0x100000 | 0x400000
    """Paused, error, jam, no paper, paper problem, offline, not available, attention, door open."""
    _PAPERS = {"A3": 8, "A4": 9, "A5": 11}
    _ORIENTATION_AND_PAPER = 0x1 | 0x2
    _COPY = 0x00CC0020

    class _PrinterName(ctypes.Structure):
        _fields_ = (
            ("name", wintypes.LPWSTR), ("server", wintypes.LPWSTR), ("attributes", wintypes.DWORD),
        )  # fmt: skip

    class _Mode(ctypes.Structure):
        """The head of DEVMODEW; what a driver adds follows behind."""

        _fields_ = (
            ("device", ctypes.c_uint16 * 32),
            ("versions", wintypes.WORD * 4),
            ("fields", wintypes.DWORD),
            ("orientation", ctypes.c_short),
            ("paper", ctypes.c_short),
        )

    class _Job(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_int),
            ("title", wintypes.LPCWSTR),
            ("output", wintypes.LPCWSTR),
            ("datatype", wintypes.LPCWSTR),
            ("type", wintypes.DWORD),
        )

    class _Bitmap(ctypes.Structure):
        """BITMAPINFOHEADER."""

        _fields_ = (
            ("size", wintypes.DWORD), ("width", wintypes.LONG), ("height", wintypes.LONG),
            ("planes", wintypes.WORD), ("bits", wintypes.WORD), ("compression", wintypes.DWORD),
            ("image", wintypes.DWORD), ("x", wintypes.LONG), ("y", wintypes.LONG),
            ("used", wintypes.DWORD), ("important", wintypes.DWORD),
        )  # fmt: skip

    def list_printers() -> list[tuple[str, bool, bool]]:
        """Name, whether it is the user's own choice, whether it holds papers back."""
        needed, count = wintypes.DWORD(), wintypes.DWORD()
        which = _LOCAL | _CONNECTED
        ask = _spool.EnumPrintersW
        ask(which, None, _NAMES_ONLY, None, 0, ctypes.byref(needed), ctypes.byref(count))
        room = ctypes.create_string_buffer(needed.value or 1)
        args = (which, None, _NAMES_ONLY, room, needed, ctypes.byref(needed), ctypes.byref(count))
        if not needed.value or not ask(*args):
            return []
        rows = ctypes.cast(room, ctypes.POINTER(_PrinterName))
        chosen = _default()
        names = sorted(str(rows[place].name) for place in range(count.value))
        return [(name, name == chosen, _holds_back(name)) for name in names]

    def _default() -> str:
        size = wintypes.DWORD()
        _spool.GetDefaultPrinterW(None, ctypes.byref(size))
        room = ctypes.create_unicode_buffer(size.value or 1)
        return room.value if _spool.GetDefaultPrinterW(room, ctypes.byref(size)) else ""

    def _holds_back(name: str) -> bool:
        printer = _opened(name)
        if printer is None:
            return True
        status, needed = wintypes.DWORD(), wintypes.DWORD()
        told = _spool.GetPrinterW(
            printer, _STATUS_ONLY, ctypes.byref(status), 4, ctypes.byref(needed)
        )
        _spool.ClosePrinter(printer)
        return bool(told and status.value & _HOLDS_BACK)

    def _opened(name: str) -> wintypes.HANDLE | None:
        printer = wintypes.HANDLE()
        return printer if _spool.OpenPrinterW(name, ctypes.byref(printer), None) else None

    def _mode(printer: wintypes.HANDLE, name: str, sheet: str, *, lying: bool) -> object:
        """The driver's own settings for that sheet; None where the driver tells none."""
        ask = _spool.DocumentPropertiesW
        size = ask(None, printer, name, None, None, 0)
        if size <= 0:
            return None
        room = ctypes.create_string_buffer(size)
        if ask(None, printer, name, room, None, _OUT) < 0:
            return None
        mode = ctypes.cast(room, ctypes.POINTER(_Mode)).contents
        mode.fields |= _ORIENTATION_AND_PAPER if sheet else 0x1
        mode.orientation = 2 if lying else 1
        if sheet:
            mode.paper = _PAPERS[sheet]
        ask(None, printer, name, room, room, _IN | _OUT)
        return room

    def print_pages(pdf: bytes, printer: str, title: str, copies: int) -> str:
        """Paint all pages, ``copies`` times over; gives the code of what went wrong, or nothing."""
        opened = _opened(printer)
        if opened is None:
            return UNKNOWN
        pages = pypdfium2.PdfDocument(pdf)
        pages.init_forms()  # looks of signatures are widgets
        try:
            return _print(pages, opened, printer, title, copies)
        finally:
            pages.close()
            _spool.ClosePrinter(opened)

    def _print(
        pages: pypdfium2.PdfDocument,
        opened: wintypes.HANDLE,
        printer: str,
        title: str,
        copies: int,
    ) -> str:
        sizes = [pages.get_page_size(number) for number in range(len(pages))]
        modes = [
            _mode(opened, printer, named_sheet(wide, high), lying=wide > high)
            for wide, high in sizes
        ]
        context = _gdi.CreateDCW("WINSPOOL", printer, None, modes[0])
        if not context:
            return REFUSED
        job = _Job(size=ctypes.sizeof(_Job), title=title)
        try:
            if _gdi.StartDocW(context, ctypes.byref(job)) <= 0:
                return REFUSED
            for _ in range(copies):
                for page, mode in zip(pages, modes, strict=True):
                    if mode is not None:
                        _gdi.ResetDCW(context, mode)
                    began = _gdi.StartPage(context) > 0
                    if not (began and paint(page, context) and _gdi.EndPage(context) > 0):
                        _gdi.AbortDoc(context)
                        return REFUSED
            return "" if _gdi.EndDoc(context) > 0 else REFUSED
        finally:
            _gdi.DeleteDC(context)

    def paint(page: pypdfium2.PdfPage, context: int) -> bool:
        """A page at its true size from the corner of the sheet; smaller only where the sheet is."""
        caps = [_gdi.GetDeviceCaps(context, one) for one in (_DPI_X, _DPI_Y, _LEFT, _TOP)]
        dpi_x, dpi_y, left, top = caps
        width, height = (points / 72 for points in page.get_size())
        room = [_gdi.GetDeviceCaps(context, one) for one in (_WIDE, _HIGH)]
        fit = min(1.0, room[0] / (width * dpi_x), room[1] / (height * dpi_y)) if all(room) else 1.0
        picture = page.render(
            scale=min(dpi_x, MOST_DPI) / 72, prefer_bgrx=True, may_draw_forms=True
        )
        head = _Bitmap(
            size=ctypes.sizeof(_Bitmap),
            width=picture.width,
            height=-picture.height,  # rows from the top
            planes=1,
            bits=32,
        )
        lines = _gdi.StretchDIBits(
            context, -left, -top, round(width * dpi_x * fit), round(height * dpi_y * fit),
            0, 0, picture.width, picture.height, picture.buffer, ctypes.byref(head), 0, _COPY,
        )  # fmt: skip
        return bool(lines > 0)

else:

    def list_printers() -> list[tuple[str, bool, bool]]:
        """None: this is not Windows."""
        return []

    def print_pages(pdf: bytes, printer: str, title: str, copies: int) -> str:
        """Refuses: this is not Windows."""
        del pdf, printer, title, copies
        return REFUSED
