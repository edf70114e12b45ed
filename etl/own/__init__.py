"""Figures that someone adds in a file of their own: the template, the checks, the way in."""
