"""
The mirror: payloads in, rows out. No network, no model named.

``store(snapshots)`` is the one verb; everything else here tells it how.
"""

from .registry import all_models, is_declared, model_for, register

__all__ = ["all_models", "is_declared", "model_for", "register"]
