"""Foreign bytes by the thousand: seeded changes of good inputs, fed to the product's own importers.

``python -m tests.kit.fuzz NAME… --seconds S --seed N`` runs a campaign; ``--keep`` adds to the corpus what was
answered in a new way. What a campaign calls a fault: an error that is none of the importer's own, an answer
after its limit, or the end of the process that asked.
"""
