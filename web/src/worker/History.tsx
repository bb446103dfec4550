import { useTranslation } from "react-i18next";
import type { Series } from "../api/shapes";
import { COIN } from "../show/facts";
import { localTime } from "../show/format";
import { useNow } from "../show/now";
import { Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { useUrl } from "../show/url";
import { useNames } from "../workers/data";
import { Chart, type Line } from "./Chart";
import { Period } from "./Period";
import { StatusStrip } from "./StatusStrip";
import { type Curve, earnedPerHour, gauge, perMinute } from "./curves";
import { useSeries } from "./data";
import { RANGES, type Range, type Span, edges, rangeOf, spanOf } from "./span";

/** A worker over time: one span for the figures and all charts, another worker beside it if wanted. */
export function History({ id }: { id: number }) {
  const { t } = useTranslation();
  const [params, change] = useUrl();
  const span = spanOf(params);
  const compared = Number(params.get("compare")) || null;
  const zoom = (to: { from: number; to: number } | null) =>
    change({ from: to && String(to.from), to: to && String(to.to) });
  return (
    <Panel title={t("history.title")} className="history" aside={<Controls id={id} span={span} compared={compared} />}>
      <Period id={id} span={span} />
      <Charts id={id} span={span} compared={compared} onZoom={zoom} />
    </Panel>
  );
}

function Controls({ id, span, compared }: { id: number; span: Span; compared: number | null }) {
  const { t } = useTranslation();
  const [params, change] = useUrl();
  const others = useNames().filter((worker) => worker.id !== id);
  return (
    <div className="controls">
      <div className="segments" role="group" aria-label={t("history.range")}>
        {(Object.keys(RANGES) as Range[]).map((range) => (
          <button
            key={range}
            type="button"
            aria-pressed={"hours" in span && rangeOf(params) === range}
            onClick={() => change({ range, from: null, to: null })}
          >
            {t(`range.${range}`)}
          </button>
        ))}
      </div>
      {"from" in span && (
        <button type="button" className="link" onClick={() => change({ from: null, to: null })}>
          {t("history.zoomOut")}
        </button>
      )}
      <select
        aria-label={t("history.compare")}
        value={compared ?? ""}
        onChange={(event) => change({ compare: event.target.value })}
      >
        <option value="">{t("history.compare")}</option>
        {others.map((worker) => (
          <option key={worker.id} value={worker.id}>
            {worker.worker_name.slice(0, 60)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ChartsProps {
  id: number;
  span: Span;
  compared: number | null;
  onZoom: (span: { from: number; to: number } | null) => void;
}

function Charts({ id, span, compared, onZoom }: ChartsProps) {
  const { t } = useTranslation();
  const own = useSeries(id, span);
  const other = useSeries(compared, span).data;
  const window = edges(span, useNow());
  const lines = (mine: Series, of: (series: Series) => Curve, label: string): Line[] => [
    { label, curve: of(mine) },
    ...(compared && other ? [{ label: other.worker_name.slice(0, 40), curve: of(other), dashed: true }] : []),
  ];
  const chart = (mine: Series, title: string, unit: string, of: (series: Series) => Curve) => (
    <Chart title={title} unit={unit} lines={lines(mine, of, title)} edges={window} onZoom={onZoom} />
  );
  return (
    <Loaded query={own} lines={8}>
      {(mine) => (
        <>
          <StatusStrip series={mine} edges={window} />
          {mine.metrics.length === 0 && (
            <p className="quiet pad">
              {t("history.nothing", { from: localTime(new Date(window[0] * 1000).toISOString()) })}
            </p>
          )}
          <div className="charts">
            {chart(mine, t("chart.revenue"), `${COIN}/${t("unit.hour")}`, earnedPerHour)}
            {chart(mine, t("chart.requests"), `1/${t("unit.minute")}`, (series) =>
              perMinute(series, "inference_requests_total"),
            )}
            {chart(mine, t("chart.gpu"), "%", (series) => gauge(series, "gpu_utilization"))}
            {chart(mine, t("chart.tokens"), `1/${t("unit.minute")}`, (series) => perMinute(series, "tokens_total"))}
            {chart(mine, t("chart.latency"), t("unit.ms"), (series) => gauge(series, "avg_inference_latency_ms"))}
            {chart(mine, t("chart.temperature"), "°C", (series) => gauge(series, "gpu_temperature"))}
          </div>
        </>
      )}
    </Loaded>
  );
}
