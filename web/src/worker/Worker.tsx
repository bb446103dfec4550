import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { WorkerAnswer } from "../api/shapes";
import { Missing } from "../app/Missing";
import { Refusal } from "../api/refusal";
import { Log } from "../log/Log";
import { Age } from "../show/Moment";
import { StatusMark } from "../show/Status";
import { Loaded } from "../show/Waiting";
import { STALE_AFTER } from "../show/facts";
import { modelName } from "../show/format";
import { useTitle } from "../show/title";
import { Actions } from "./Actions";
import { Causes } from "./Causes";
import { History } from "./History";
import { Inside } from "./Inside";
import { Money } from "./Money";
import { Settings } from "./Settings";
import { Wishes } from "./Wishes";
import { useWorker } from "./data";

export default function Worker() {
  const id = Number(useParams().id);
  const worker = useWorker(id);
  if (worker.error instanceof Refusal && [404, 422].includes(worker.error.status)) return <Missing />;
  return (
    <Loaded query={worker} lines={10}>
      {(told) => <Shown worker={told} />}
    </Loaded>
  );
}

function Shown({ worker }: { worker: WorkerAnswer }) {
  const { t } = useTranslation();
  useTitle(worker.worker_name);
  return (
    <div className="page worker">
      <header className="page-head">
        <div className="who">
          <h1 dir="auto">{worker.worker_name}</h1>
          <p className="quiet">
            <StatusMark status={worker.latest_status} />
            <code>{`${worker.host}:${worker.stats_port}`}</code>
            <span className="clip" dir="auto" title={worker.model ?? undefined}>
              {modelName(worker.model)}
            </span>
            <Link to={`/participants/${worker.participant_id}`}>
              {t("worker.owner", { id: worker.participant_id })}
            </Link>
            <span>
              {t("worker.answered")} <Age at={worker.last_seen} staleAfter={STALE_AFTER} />
            </span>
          </p>
        </div>
        <Actions worker={worker} />
      </header>
      <Causes causes={worker.latest_causes} />
      <History id={worker.id} />
      <Log worker={worker.id} most={10} />
      <div className="mosaic">
        <Money id={worker.id} />
        <Settings worker={worker} />
        <Wishes worker={worker} />
        <Inside worker={worker} />
      </div>
    </div>
  );
}
