"""What is trusted: anchors, intermediates, revocation lists; from a folder or a package."""

from signing.trust.package import build_package, open_package
from signing.trust.store import TrustError, TrustStore, load_trust

__all__ = ["TrustError", "TrustStore", "build_package", "load_trust", "open_package"]
