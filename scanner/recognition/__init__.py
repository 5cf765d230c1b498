"""Recognition: pictures of Vietnamese administrative paper to type, text and fields."""

from scanner.recognition.errors import RecognitionError
from scanner.recognition.knowledge import DocumentType, FieldSpec, document_types
from scanner.recognition.learned import LearnedLabel
from scanner.recognition.reader import Reader, ReaderOptions, read_file
from scanner.recognition.reading import (
    BLANK_TYPE,
    UNKNOWN_TYPE,
    Correction,
    FieldReading,
    PageReading,
)
from scanner.recognition.versions import FormSeen, FormVersion

__all__ = [
    "BLANK_TYPE",
    "UNKNOWN_TYPE",
    "Correction",
    "DocumentType",
    "FieldReading",
    "FieldSpec",
    "FormSeen",
    "FormVersion",
    "LearnedLabel",
    "PageReading",
    "Reader",
    "ReaderOptions",
    "RecognitionError",
    "document_types",
    "read_file",
]
