"""A generator of invented Vietnamese administrative papers with their exact truth.

`draw_paper(seed, part)` gives a picture and its truth. `tuning`, `held_out`, `varied`, `fresh`, `unseen`,
`sealed`, `blind` and `veiled` may be looked at. `kept_back` and `distant` are measured on only: each shares no
layout, place, street or font with any older one and less than two fifths of its wordings, and nobody has
looked at how their pages are read, only at the figures. Their seeds below 1000 were looked at as drawings;
figures come from later ones.
"""
