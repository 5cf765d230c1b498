"""What is trusted: anchors, intermediates, revocation lists; from a folder or a package."""

from signing.trust.package import TrustPackage, build_package, open_package, read_package
from signing.trust.store import TrustError, TrustStore, load_trust

__all__ = [
    "TrustError",
    "TrustPackage",
    "TrustStore",
    "build_package",
    "load_trust",
    "open_package",
    "read_package",
]
