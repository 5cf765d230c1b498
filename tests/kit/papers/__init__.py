"""A generator of invented Vietnamese administrative papers with their exact truth.

`draw_paper(seed, part)` gives a picture and its truth. `tuning`, `held_out`, `varied`, `fresh` and
`unseen` may be looked at; `sealed` shares no layout, place or font with any of them and two fifths of
its wordings, and nobody has looked at how its pages are read, only at the figures.
"""
