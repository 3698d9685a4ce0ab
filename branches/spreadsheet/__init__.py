"""Tables of Excel: reading them without trust, writing them without formulas, keeping uploaded ones until confirmed."""
