/** The last hours until now, or from one moment to another (unix ms). */
export type Span = { hours: number } | { from: number; to: number };

export const RANGES = { "1h": 1, "6h": 6, "24h": 24, "7d": 168, "30d": 720, "90d": 2160, "1y": 8766 } as const;
export type Range = keyof typeof RANGES;
export const USUAL_RANGE: Range = "24h";

/** The span in a page's address: a zoomed one as `from` and `to`, else a `range`. */
export function spanOf(params: URLSearchParams): Span {
  const from = Number(params.get("from"));
  const to = Number(params.get("to"));
  if (from > 0 && to > from) return { from, to };
  return { hours: RANGES[rangeOf(params)] };
}

export function rangeOf(params: URLSearchParams): Range {
  const asked = params.get("range");
  return asked !== null && asked in RANGES ? (asked as Range) : USUAL_RANGE;
}

export function spanQuery(span: Span): { hours?: number; from?: string; to?: string } {
  if ("hours" in span) return { hours: span.hours };
  return { from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString() };
}

export function spanKey(span: Span): string {
  return "hours" in span ? `${span.hours}h` : `${span.from}-${span.to}`;
}

/** Where the drawing begins and ends, in unix seconds. */
export function edges(span: Span, now: number): [number, number] {
  return "hours" in span ? [now / 1000 - span.hours * 3600, now / 1000] : [span.from / 1000, span.to / 1000];
}
