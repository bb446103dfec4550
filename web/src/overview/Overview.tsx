import { lazy } from "react";
import { useTranslation } from "react-i18next";
import type { Worker } from "../api/shapes";
import { useMe } from "../app/me";
import { Log } from "../log/Log";
import { Age } from "../show/Moment";
import { Loaded } from "../show/Waiting";
import { count } from "../show/format";
import { useTitle } from "../show/title";
import { useWorkers } from "../workers/data";
import { canEarn } from "../workers/judge";
import { Attention } from "./Attention";
import { Hardware } from "./Hardware";
import { Money } from "./Money";
import { Revenue } from "./Revenue";
import { StatusBar } from "./StatusBar";

const FirstRun = lazy(async () => ({ default: (await import("./FirstRun")).FirstRun }));

/** In two seconds: is everything earning, what is wrong, what is mine. */
export function Overview() {
  const { t } = useTranslation();
  useTitle(t("nav.overview"));
  const me = useMe().data;
  const workers = useWorkers();
  return (
    <Loaded query={workers} lines={8}>
      {(all) => (all.length === 0 ? <FirstRun isOperator={me?.isOperator ?? false} /> : <Fleet workers={all} />)}
    </Loaded>
  );
}

function Fleet({ workers }: { workers: Worker[] }) {
  const { t } = useTranslation();
  const active = workers.filter((worker) => worker.is_active);
  const able = active.filter(canEarn).length;
  const newestLook = workers.reduce<string | null>(
    (latest, { latest_sample_at: at }) => (at && (!latest || at > latest) ? at : latest),
    null,
  );
  return (
    <div className="overview">
      <header className="headline">
        <h1>
          <strong className={able === active.length ? "all" : able === 0 ? "none" : "some"}>{count(able)}</strong>{" "}
          {t("overview.able", { count: active.length, of: count(active.length) })}
        </h1>
        <p className="quiet">
          {t("overview.looked")} <Age at={newestLook} staleAfter={60} />
        </p>
      </header>
      <StatusBar workers={workers} />
      <div className="columns">
        <div className="stack">
          <Attention workers={workers} />
          <Log most={12} />
        </div>
        <div className="stack">
          <Revenue />
          <Money />
          <Hardware workers={workers} />
        </div>
      </div>
    </div>
  );
}
