"""The WIA child process: one COM apartment, one device, pages one by one.

Written from Microsoft's documentation (Windows Image Acquisition 2.0, wia_lh.idl) and NOT RUN ON
WINDOWS. Each page goes into a file stream of its own, so it is whole before the next is asked for;
the transfer waits inside the driver's own callback until the parent has made the page safe.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import tempfile
from collections.abc import Iterator
from ctypes import POINTER, Structure, Union, byref, c_long, c_uint64, c_ulong, c_void_p
from pathlib import Path
from typing import Any

from scanner.drivers.wia import AskOffers, Begin, End, ListDevices, Offers, Page, Percent, Taken
from scanner.worker import Pipe

assert sys.platform == "win32"  # noqa: S101  (only `scanner.drivers.wia` imports this, there)

import comtypes  # noqa: E402  (there is none elsewhere)
from comtypes import BSTR, COMMETHOD, GUID, HRESULT, COMObject, IUnknown  # noqa: E402  (there is none elsewhere)

_VT_I4, _VT_BSTR, _VT_CLSID, _VT_VECTOR = 3, 8, 72, 0x1000
_BY_ID = 1
_DEV_ID, _DEV_NAME = 2, 7
_BED_WIDTH, _BED_HEIGHT, _HANDLING = 3074, 3075, 3086
_HANDLING_SELECT, _PAGES = 3088, 3096
_DATA_TYPE, _FORMAT = 4103, 4106
_X_DPI, _Y_DPI, _X, _Y, _WIDTH, _HEIGHT = 6147, 6148, 6149, 6150, 6151, 6152
_SELECT_DUPLEX, _SELECT_FRONT_ONLY = 0x004, 0x020
_END_OF_STREAM, _STATUS = 2, 1
_JPEG = GUID("{B96B3CAE-0728-11D3-9D7B-0000F81EF32E}")
_BMP = GUID("{B96B3CAB-0728-11D3-9D7B-0000F81EF32E}")
_FLATBED = GUID("{FB607B1F-43F3-488B-855B-FB703EC342A6}")
_FEEDER = GUID("{FE131934-F84C-42AD-8DA4-6129CDDD7288}")
_MANAGER = GUID("{B6C292BC-7C88-41EE-8B54-8EC92617E599}")
_MODE_CREATE_READWRITE = 0x00001002
_COMMON_DPI = (75, 100, 150, 200, 300, 400, 600)
_FAILED = 0x80004005


class _Spec(Structure):
    """PROPSPEC by number."""

    _fields_ = (("kind", c_ulong), ("number", c_void_p))


class _Value(Union):
    _fields_ = (("number", c_long), ("text", ctypes.c_wchar_p), ("guid", POINTER(GUID)))


class _Variant(Structure):
    """PROPVARIANT, the three kinds that are needed."""

    _fields_ = (
        ("kind", ctypes.c_ushort), ("r1", ctypes.c_ushort), ("r2", ctypes.c_ushort),
        ("r3", ctypes.c_ushort), ("value", _Value), ("tail", c_void_p),
    )  # fmt: skip


class _Progress(Structure):
    """WiaTransferParams."""

    _fields_ = (
        ("message", c_long), ("percent", c_long), ("bytes", c_uint64), ("status", c_long),
    )  # fmt: skip


class IWiaPropertyStorage(IUnknown):  # type: ignore[misc]  # comtypes has no types
    """Properties of a device or item; further methods of the interface are not needed."""

    _iid_ = GUID("{98B5E8A0-29CC-491A-AAC0-E6DB4FDCCEB6}")
    _methods_ = (
        COMMETHOD([], HRESULT, "ReadMultiple", (["in"], c_ulong, "count"),
                  (["in"], POINTER(_Spec), "specs"), (["in"], POINTER(_Variant), "values")),
        COMMETHOD([], HRESULT, "WriteMultiple", (["in"], c_ulong, "count"),
                  (["in"], POINTER(_Spec), "specs"), (["in"], POINTER(_Variant), "values"),
                  (["in"], c_ulong, "first")),
    )  # fmt: skip


class IEnumDevices(IUnknown):  # type: ignore[misc]  # comtypes has no types
    """IEnumWIA_DEV_INFO."""

    _iid_ = GUID("{5E38B83C-8CF1-11D1-BF92-0060081ED811}")
    _methods_ = (
        COMMETHOD([], HRESULT, "Next", (["in"], c_ulong, "count"),
                  (["in"], POINTER(POINTER(IWiaPropertyStorage)), "found"),
                  (["in"], POINTER(c_ulong), "fetched")),
    )  # fmt: skip


class IWiaItem2(IUnknown):  # type: ignore[misc]  # comtypes has no types
    """A device or one of its sources."""

    _iid_ = GUID("{6CBA0075-1287-407D-9B77-CF0E030435CC}")


class IEnumItems(IUnknown):  # type: ignore[misc]  # comtypes has no types
    """IEnumWiaItem2."""

    _iid_ = GUID("{59970AF4-CD0D-44D9-AB24-52295630E582}")
    _methods_ = (
        COMMETHOD([], HRESULT, "Next", (["in"], c_ulong, "count"),
                  (["in"], POINTER(POINTER(IWiaItem2)), "found"),
                  (["in"], POINTER(c_ulong), "fetched")),
    )  # fmt: skip


IWiaItem2._methods_ = (
    COMMETHOD([], HRESULT, "CreateChildItem", (["in"], c_long, "flags"), (["in"], c_long, "how"),
              (["in"], BSTR, "name"), (["out"], POINTER(POINTER(IWiaItem2)), "item")),
    COMMETHOD([], HRESULT, "DeleteItem", (["in"], c_long, "flags")),
    COMMETHOD([], HRESULT, "EnumChildItems", (["in"], POINTER(GUID), "category"),
              (["out"], POINTER(POINTER(IEnumItems)), "items")),
    COMMETHOD([], HRESULT, "FindItemByName", (["in"], c_long, "flags"), (["in"], BSTR, "name"),
              (["out"], POINTER(POINTER(IWiaItem2)), "item")),
    COMMETHOD([], HRESULT, "GetItemCategory", (["out"], POINTER(GUID), "category")),
)  # fmt: skip


class IWiaDevMgr2(IUnknown):  # type: ignore[misc]  # comtypes has no types
    """The imaging service."""

    _iid_ = GUID("{79C07CF1-CBDD-41EE-8EC3-F00080CADA7A}")
    _methods_ = (
        COMMETHOD([], HRESULT, "EnumDeviceInfo", (["in"], c_long, "flags"),
                  (["out"], POINTER(POINTER(IEnumDevices)), "devices")),
        COMMETHOD([], HRESULT, "CreateDevice", (["in"], c_long, "flags"), (["in"], BSTR, "id"),
                  (["out"], POINTER(POINTER(IWiaItem2)), "root")),
    )  # fmt: skip


class IWiaTransferCallback(IUnknown):  # type: ignore[misc]  # comtypes has no types
    """Implemented here, called by the driver."""

    _iid_ = GUID("{27D4EAAF-28A6-4CA5-9AAB-E678168B9527}")
    _methods_ = (
        COMMETHOD([], HRESULT, "TransferCallback", (["in"], c_long, "flags"),
                  (["in"], POINTER(_Progress), "progress")),
        COMMETHOD([], HRESULT, "GetNextStream", (["in"], c_long, "flags"), (["in"], BSTR, "item"),
                  (["in"], BSTR, "full"), (["out"], POINTER(POINTER(IUnknown)), "stream")),
    )  # fmt: skip


class IWiaTransfer(IUnknown):  # type: ignore[misc]  # comtypes has no types
    """Starts a transfer and returns when it is over."""

    _iid_ = GUID("{C39D6942-2F4E-4D04-92FE-4EF4D3A1DE5A}")
    _methods_ = (
        COMMETHOD([], HRESULT, "Download", (["in"], c_long, "flags"),
                  (["in"], POINTER(IWiaTransferCallback), "callback")),
    )  # fmt: skip


class _Receiver(COMObject):  # type: ignore[misc]  # comtypes has no types
    """Hands each finished stream to the parent and waits until it is safe."""

    _com_interfaces_ = (IWiaTransferCallback,)

    def __init__(self, pipe: Pipe, folder: Path) -> None:
        super().__init__()
        self._pipe, self._folder, self._number = pipe, folder, 0

    def TransferCallback(self, flags: int, progress: Any) -> int:  # noqa: N802  (COM's name)
        """Progress, and the end of each page's stream."""
        del flags
        told = progress.contents
        if told.message == _STATUS:
            self._pipe.send(Percent(int(told.percent)))
        elif told.message == _END_OF_STREAM:
            file = self._folder / f"{self._number}"
            self._pipe.send(Page(file.read_bytes()))
            file.unlink()
            if not isinstance(self._pipe.recv(), Taken):
                return 1  # S_FALSE stops the transfer
        return 0

    def GetNextStream(self, flags: int, item: str, full: str) -> Any:  # noqa: N802  (COM's name)
        """A new file for the next page."""
        del flags, item, full
        self._number += 1
        stream = POINTER(IUnknown)()
        make = ctypes.OleDLL("shlwapi").SHCreateStreamOnFileEx
        path = ctypes.c_wchar_p(str(self._folder / f"{self._number}"))
        make(path, _MODE_CREATE_READWRITE, 0x80, 1, None, byref(stream))
        return stream


def serve(pipe: Pipe) -> None:
    """Answer until the parent is gone."""
    comtypes.CoInitializeEx(comtypes.COINIT_APARTMENTTHREADED)
    manager: Any = None
    while True:
        order = pipe.recv()
        try:
            # Where Windows has no WIA (a server, or its service is off) each order is told so.
            if manager is None:
                manager = comtypes.CoCreateInstance(
                    _MANAGER, IWiaDevMgr2, comtypes.CLSCTX_LOCAL_SERVER
                )
            match order:
                case ListDevices():
                    pipe.send(tuple(_devices(manager)))
                case AskOffers(device):
                    pipe.send(_offers(manager.CreateDevice(0, device)))
                case Begin():
                    pipe.send(End(_transfer(pipe, manager.CreateDevice(0, order.device), order)))
        except comtypes.COMError as error:
            pipe.send(End(error.hresult & 0xFFFFFFFF))
        except OSError as error:
            pipe.send(End((error.winerror or _FAILED) & 0xFFFFFFFF))


def _devices(manager: Any) -> Iterator[tuple[str, str]]:
    listed = manager.EnumDeviceInfo(0x10)  # local devices
    while True:
        found, fetched = POINTER(IWiaPropertyStorage)(), c_ulong()
        listed.Next(1, byref(found), byref(fetched))
        if not fetched.value:
            return
        yield _text(found, _DEV_ID), _text(found, _DEV_NAME)


def _offers(root: Any) -> Offers:
    properties = root.QueryInterface(IWiaPropertyStorage)
    return Offers(
        name=_text(properties, _DEV_NAME),
        handling=_number(properties, _HANDLING),
        dpi=_COMMON_DPI,  # what a driver cannot do it refuses when the property is written
        data_types=(0, 2, 3),
        width_mils=_number(properties, _BED_WIDTH),
        height_mils=_number(properties, _BED_HEIGHT),
    )


def _transfer(pipe: Pipe, root: Any, order: Begin) -> int:
    item = _source(root, _FEEDER if order.is_feeder else _FLATBED)
    properties = item.QueryInterface(IWiaPropertyStorage)
    if order.is_feeder:
        select = _SELECT_DUPLEX if order.is_duplex else _SELECT_FRONT_ONLY
        _write(properties, _HANDLING_SELECT, select)
        _write(properties, _PAGES, 0)  # all that is in the feeder
    for number, value in (
        (_DATA_TYPE, order.data_type), (_X_DPI, order.dpi), (_Y_DPI, order.dpi), (_X, 0), (_Y, 0),
        (_WIDTH, order.width_mils * order.dpi // 1000),
        (_HEIGHT, order.height_mils * order.dpi // 1000),
    ):  # fmt: skip
        _write(properties, number, value)
    try:
        _write(properties, _FORMAT, _JPEG)
    except comtypes.COMError:
        _write(properties, _FORMAT, _BMP)  # every WIA driver has it
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        receiver = _Receiver(pipe, Path(folder))
        callback = receiver.QueryInterface(IWiaTransferCallback)
        return int(item.QueryInterface(IWiaTransfer).Download(0, callback) or 0)


def _source(root: Any, category: GUID) -> Any:
    children = root.EnumChildItems(None)
    while True:
        item, fetched = POINTER(IWiaItem2)(), c_ulong()
        children.Next(1, byref(item), byref(fetched))
        if not fetched.value:
            return root
        found: Any = item
        if found.GetItemCategory() == category:
            return found


def _read(properties: Any, number: int) -> _Variant:
    value = _Variant()
    properties.ReadMultiple(1, byref(_Spec(_BY_ID, number)), byref(value))
    return value


def _number(properties: Any, number: int) -> int:
    with contextlib.suppress(comtypes.COMError):
        value = _read(properties, number)
        if value.kind == _VT_I4:
            return int(value.value.number)
    return 0


def _text(properties: Any, number: int) -> str:
    with contextlib.suppress(comtypes.COMError):
        value = _read(properties, number)
        if value.kind == _VT_BSTR:
            return str(value.value.text or "")
    return ""


def _write(properties: Any, number: int, value: int | GUID) -> None:
    variant = _Variant()
    if isinstance(value, int):
        variant.kind, variant.value.number = _VT_I4, value
    else:
        variant.kind, variant.value.guid = _VT_CLSID, ctypes.pointer(value)
    properties.WriteMultiple(1, byref(_Spec(_BY_ID, number)), byref(variant), 2)
