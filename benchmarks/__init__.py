"""How fast dlkit is beside its peers, and how fast and large the demos are; run by `make bench`."""
