// From the points of a history to lines on a chart. A gap in time is a gap in the line; a restart is no negative rate.
import type { MetricPoint, Series, Status } from "../api/shapes";
import { nanoton, roughTon, tonText } from "../money/nanoton";

export interface Curve {
  /** Unix seconds. */
  xs: number[];
  ys: (number | null)[];
}

type Numeric = {
  [Name in keyof MetricPoint]: MetricPoint[Name] extends number | null ? Name : never;
}[keyof MetricPoint];

const GAP_WIDTHS = 2.5; // so many widths without a point mean that nobody looked

const seconds = (point: MetricPoint) => Date.parse(point.timestamp) / 1000;

/** A figure as it was told. */
export function gauge(series: Series, field: Numeric): Curve {
  return drawn(series, (point) => point[field]);
}

/** How much a counter grew a minute between two points. After a restart it began at 0. */
export function perMinute(series: Series, field: Numeric): Curve {
  return drawn(series, (point, before) => {
    const [now, then] = [point[field], before?.[field]];
    if (before === undefined || now == null || then == null) return null;
    return (now >= then ? now - then : now) / ((seconds(point) - seconds(before)) / 60);
  });
}

/** What was earned an hour between two points. */
export function earnedPerHour(series: Series): Curve {
  return drawn(series, (point, before) => {
    if (before === undefined) return null;
    const earned = nanoton(point.revenue_ton) - nanoton(before.revenue_ton);
    return roughTon(tonText(earned)) / ((seconds(point) - seconds(before)) / 3600);
  });
}

function drawn(series: Series, value: (point: MetricPoint, before?: MetricPoint) => number | null): Curve {
  const curve: Curve = { xs: [], ys: [] };
  const widest = Math.max(series.resolution_seconds, 1) * GAP_WIDTHS;
  let before: MetricPoint | undefined;
  for (const point of series.metrics) {
    const at = seconds(point);
    if (before && at - seconds(before) > widest) {
      curve.xs.push((at + seconds(before)) / 2);
      curve.ys.push(null);
      before = undefined;
    }
    curve.xs.push(at);
    curve.ys.push(value(point, before));
    before = point;
  }
  return curve;
}

export interface Stretch {
  status: Status;
  from: number;
  to: number;
}

/** Time with one status, in unix seconds; a point speaks for the time until the next, as far as no gap is between. */
export function stretches(series: Series): Stretch[] {
  const found: Stretch[] = [];
  const widest = Math.max(series.resolution_seconds, 1) * GAP_WIDTHS;
  for (const [place, point] of series.metrics.entries()) {
    const next = series.metrics[place + 1];
    const from = seconds(point);
    const to = Math.min(next ? seconds(next) : Infinity, from + widest);
    const last = found.at(-1);
    if (last?.status === point.status && last.to >= from) last.to = to;
    else found.push({ status: point.status, from, to });
  }
  return found;
}

export interface Extent {
  least: number;
  mean: number;
  most: number;
  last: number;
}

/** A line in four numbers, for those who cannot see it; null when it has no point. */
export function extent(curve: Curve): Extent | null {
  const known = curve.ys.filter((value) => value !== null);
  const last = known.at(-1);
  if (last === undefined) return null;
  return {
    least: Math.min(...known),
    mean: known.reduce((sum, one) => sum + one, 0) / known.length,
    most: Math.max(...known),
    last,
  };
}
