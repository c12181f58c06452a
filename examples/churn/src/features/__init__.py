"""Features of a subscriber, computed the same way for training and for the weekly scoring run."""

from features.activity import activity
from features.build import build
from features.payments import payments

__all__ = ["activity", "build", "payments"]
