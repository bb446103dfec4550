import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Worker } from "../api/shapes";
import { Meter } from "../show/Meter";
import { count, decimal, modelName } from "../show/format";
import { Figure, Figures, Panel } from "../show/Panel";
import { gpuLoad } from "../workers/judge";

/** How busy the cards are, and what they serve. */
export function Hardware({ workers }: { workers: Worker[] }) {
  const { t } = useTranslation();
  const load = gpuLoad(workers);
  return (
    <Panel title={t("overview.hardware")} aside={t("overview.now")}>
      <Figures>
        <Figure
          name={t("workers.gpu")}
          note={t(load.told === load.of ? "overview.allTold" : "overview.told", {
            told: count(load.told),
            of: count(load.of),
          })}
        >
          {decimal(load.mean)} <span className="unit">%</span>
          <Meter percent={load.mean} />
        </Figure>
      </Figures>
      <ul className="models">
        {byModel(workers).map(([model, number]) => (
          <li key={model}>
            <Link to={`/workers?model=${encodeURIComponent(model)}`}>
              <span className="clip">{model}</span>
              <b>{count(number)}</b>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const MOST_MODELS = 6;

function byModel(workers: Worker[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { model } of workers) {
    if (model) counts.set(modelName(model), (counts.get(modelName(model)) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_MODELS);
}
