"""CMS and time-stamp structures: a small DER writer, a reader, SignedData, RFC 3161."""
