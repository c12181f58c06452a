"""The weekly run: read subscribers and events, write one probability per subscriber."""

import argparse

import onnxruntime
import pandas as pd

from features.build import build


def score(model: str, table: pd.DataFrame) -> pd.Series:
    """Probability that each subscriber of `table` cancels within 30 days."""
    session = onnxruntime.InferenceSession(model)
    inputs = {name: table[[name]].to_numpy() for name in table.columns}
    return pd.Series(session.run(["probability"], inputs)[0].ravel(), index=table.index, name="probability")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--model", "--subscribers", "--events", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--cutoff", required=True, type=pd.Timestamp)
    given = parser.parse_args()
    table = build(pd.read_parquet(given.subscribers), pd.read_parquet(given.events), given.cutoff)
    score(given.model, table).to_frame().to_parquet(given.out)


if __name__ == "__main__":
    main()
