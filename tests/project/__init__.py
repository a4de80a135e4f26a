"""
A project written for dj-stripe 2.11, to run unchanged with djstripe.

``shop`` imports only what dj-stripe has; ``visit.py`` goes through it as its customers do, and
prints what they saw. ``python -m tests.project`` runs both packages over it and says where they
differ; see docs/upgrading-from-dj-stripe.md.
"""
