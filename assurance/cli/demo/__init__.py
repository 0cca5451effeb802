"""The demonstration: one programme walked from planning to a running contract, on a simulated clock.

Every act goes through the services as the person who would do it, on the day it would be done; no rule is skipped and
no row is written directly. The texts are data files; each module here is one part of the walk.
"""
