"""What a file proves of itself.

seals, embedded     the hash that a file bears of itself; the manifest that lies in it
verification        whether a file is as published, and would be made again
provenance          the commit and the packages that a run was made with
"""
