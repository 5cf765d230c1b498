"""What only the window needs of the outside.

PDF pages as pictures, a look at the signing device, the system's voice.
"""

from desk_app.adapters.window.pdf_pages import PdfRasteriser, RasterPage
from desk_app.adapters.window.speech import speak
from desk_app.adapters.window.token_look import HeldCertificate, TokenPresence, look_at_token

__all__ = [
    "HeldCertificate",
    "PdfRasteriser",
    "RasterPage",
    "TokenPresence",
    "look_at_token",
    "speak",
]
