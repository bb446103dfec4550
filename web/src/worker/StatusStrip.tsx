import { useTranslation } from "react-i18next";
import type { Series } from "../api/shapes";
import { duration, localTime } from "../show/format";
import { stretches } from "./curves";

/** Status over time as one strip; time in which nobody looked stays empty. */
export function StatusStrip({ series, edges: [from, to] }: { series: Series; edges: [number, number] }) {
  const { t } = useTranslation();
  const shown = stretches(series).filter((one) => one.to > from && one.from < to);
  const known = new Map<string, number>();
  for (const one of shown) known.set(one.status, (known.get(one.status) ?? 0) + one.to - one.from);
  const told = [...known]
    .map(([status, seconds]) => `${t(`status.${status as "healthy"}`)} ${duration(seconds)}`)
    .join(", ");
  return (
    <svg
      className="status-strip"
      viewBox={`0 0 ${to - from} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${t("history.status")}: ${told || t("chart.nothing")}`}
    >
      {shown.map((one) => (
        <rect
          key={one.from}
          className={one.status}
          x={Math.max(0, one.from - from)}
          width={Math.max(1, Math.min(one.to, to) - Math.max(one.from, from))}
          height="1"
        >
          <title>{`${t(`status.${one.status}`)} · ${localTime(new Date(one.from * 1000).toISOString())} · ${duration(one.to - one.from)}`}</title>
        </rect>
      ))}
    </svg>
  );
}
