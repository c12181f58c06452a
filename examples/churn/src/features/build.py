"""One row of features for each subscriber who is active at the cut-off."""

import pandas as pd

from features.activity import activity
from features.payments import payments

NEVER = 9999


def build(subscribers: pd.DataFrame, events: pd.DataFrame, cutoff: pd.Timestamp) -> pd.DataFrame:
    """The table that `contracts/features.odcs.yaml` describes, indexed by subscriber."""
    active = subscribers[(subscribers["started_at"] < cutoff) & ~(subscribers["ended_at"] < cutoff)]
    table = active.set_index("subscriber_id")[["plan_type"]]
    table["tenure_days"] = (cutoff - active.set_index("subscriber_id")["started_at"]).dt.days
    table = table.join(activity(events, cutoff)).join(payments(events, cutoff))
    table["days_since_session"] = table["days_since_session"].fillna(NEVER)
    counts = table.columns.difference(["plan_type"])
    table[counts] = table[counts].fillna(0).astype("int64")
    return table
