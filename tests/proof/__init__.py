"""
The proof that the mirror converges: a model-checking test.

Real code of ours runs in workers that a scheduler steps one at a time; the sandbox is Stripe;
chance decides what happens at Stripe, what becomes of the deliveries, who goes on, and who dies.
When all is silent, the mirror must equal Stripe field by field, and no row may have gone back
on the way.

    python -m tests.proof --examples 20000
"""
