import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { isDark, watchTheme } from "../app/theme";
import { short } from "../show/format";
import { type Curve, extent } from "./curves";
import { options } from "./drawing";

export interface Line {
  label: string;
  curve: Curve;
  /** The compared worker's lines are dashed. */
  dashed?: boolean;
}

interface ChartProps {
  title: string;
  unit: string;
  lines: Line[];
  edges: [number, number];
  onZoom: (span: { from: number; to: number } | null) => void;
}

/** Lines over time. Drag to zoom, double-click to go back; all charts of a page show the same moment. */
export function Chart({ title, unit, lines, edges, onZoom }: ChartProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const zoom = useRef(onZoom);
  const dark = useSyncExternalStore(watchTheme, isDark);
  const shape = lines.map((line) => `${line.label}${line.dashed}`).join();
  useEffect(() => {
    zoom.current = onZoom;
  });
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const drawing = new uPlot(
      options(element, unit, lines, (span) => zoom.current(span)),
      [[]],
      element,
    );
    plot.current = drawing;
    const watch = new ResizeObserver(() => drawing.setSize({ width: element.clientWidth, height: drawing.height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawing.destroy();
    };
  }, [shape, unit, dark]); // eslint-disable-line react-hooks/exhaustive-deps -- the points are set below, without making it anew
  useLayoutEffect(() => {
    plot.current?.setData(joined(lines), false);
    plot.current?.setScale("x", { min: edges[0], max: edges[1] });
  });
  return (
    <figure className="chart">
      <figcaption>
        {title} <span className="unit">{unit}</span>
      </figcaption>
      <div
        ref={place}
        role="img"
        aria-label={`${title}: ${lines.map((line) => told(line, t("chart.nothing"))).join("; ")}`}
      />
    </figure>
  );
}

function told({ label, curve }: Line, nothing: string): string {
  const known = extent(curve);
  return known
    ? `${label}: ${short(known.least)} – ${short(known.most)}, ø ${short(known.mean)}, ${short(known.last)}`
    : `${label}: ${nothing}`;
}

/** Lines over the union of their moments: a moment that another line has is no gap in this one. */
function joined(lines: Line[]): uPlot.AlignedData {
  const tables = lines.map(({ curve }) => [curve.xs, curve.ys] as uPlot.AlignedData);
  const gaps = lines.map(() => [0, 2]); // 2: a null of its own is a gap
  return tables.length === 1 ? (tables[0] ?? [[]]) : uPlot.join(tables, gaps);
}
