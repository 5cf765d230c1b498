"""What is trusted: anchors, intermediates and revocation lists, from a folder or a signed package."""

from signing.trust.package import build_package, open_package
from signing.trust.store import TrustError, TrustStore, load_trust

__all__ = ["build_package", "open_package", "TrustError", "TrustStore", "load_trust"]
