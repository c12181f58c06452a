"""How much a subscriber used the product before the cut-off."""

import pandas as pd

WINDOWS = (7, 28, 84)


def activity(events: pd.DataFrame, cutoff: pd.Timestamp) -> pd.DataFrame:
    """Sessions per window, and days since the last one, by subscriber."""
    past = events[(events["kind"] == "session") & (events["at"] < cutoff)]
    columns = {}
    for days in WINDOWS:
        recent = past[past["at"] >= cutoff - pd.Timedelta(days=days)]
        columns[f"sessions_{days}d"] = recent.groupby("subscriber_id").size()
    columns["days_since_session"] = (cutoff - past.groupby("subscriber_id")["at"].max()).dt.days
    table = pd.DataFrame(columns)
    counts = [f"sessions_{days}d" for days in WINDOWS]
    table[counts] = table[counts].fillna(0).astype("int64")
    return table
