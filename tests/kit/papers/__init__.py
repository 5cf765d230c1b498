"""A generator of invented Vietnamese administrative papers with their exact truth.

`draw_paper(seed, part)` gives a picture and its truth. `tuning`, `held_out` and `varied` may be
looked at; so may `fresh`; `unseen` shares no layout, place or font with any of
them and a third of its wordings, and nobody has looked at how its pages are read, only at the figures.
"""
