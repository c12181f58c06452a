def lags(series, hours):
    return [series.shift(hour) for hour in hours]
