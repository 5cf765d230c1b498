"""What only the window needs of the outside; each name comes from its own module.

PDF pages as pictures, a look at the signing device, the system's voice, drafts and waiting prints.
"""
