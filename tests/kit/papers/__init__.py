"""A generator of invented Vietnamese administrative papers with their exact truth.

`draw_paper(seed, part)` gives a picture and its truth. `tuning`, `held_out`, `varied`, `fresh`, `unseen`,
`sealed`, `blind` and `veiled` may be looked at. `kept_back` is measured on only: it shares no layout, place,
street or font with any of them and less than two fifths of its wordings, and nobody has looked at how its
pages are read, only at the figures. Its seeds below 1000 were looked at as drawings; figures come from later
ones.
"""
