"""What a subscriber paid, and what went wrong with it."""

import pandas as pd

# Refund events arrive up to five days late; without the lag, recent refunds would look like none.
REFUND_LAG = pd.Timedelta(days=7)


def payments(events: pd.DataFrame, cutoff: pd.Timestamp) -> pd.DataFrame:
    """Failed payments and refunds in the last 84 settled days, by subscriber."""
    end = cutoff - REFUND_LAG
    recent = events[(events["at"] >= end - pd.Timedelta(days=84)) & (events["at"] < end)]
    counts = recent.pivot_table(index="subscriber_id", columns="kind", values="at", aggfunc="count")
    counts = counts.reindex(columns=["payment_failed", "refund"]).fillna(0).astype("int64")
    return counts.rename(columns={"payment_failed": "failed_payments_84d", "refund": "refunds_84d"})
