"""Single sign-on: a provider vouches for who somebody is; whom that means here was said before, by two people or himself."""
