"""A generator of invented Vietnamese administrative papers with their exact truth.

`draw_paper(seed, part)` gives a picture and its truth. Two parts never share a layout, a wording, a
body font or a seed: `tuning` is for development, `held_out` for measuring.
"""
