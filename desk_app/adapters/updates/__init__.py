"""Update bundles: a repository of The Update Framework in one file, carried on a stick."""

from desk_app.adapters.updates.publishing import Item, new_publisher, write_bundle
from desk_app.adapters.updates.reading import BundleItem, Taken, take

__all__ = ["BundleItem", "Item", "Taken", "new_publisher", "take", "write_bundle"]
