import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Worker } from "../api/shapes";
import { useCauseTitle } from "../show/cause";
import { Age } from "../show/Moment";
import { Panel } from "../show/Panel";
import { SeverityMark } from "../show/Status";
import { type CauseGroup, causeGroups } from "../workers/judge";

/** What is wrong, by cause, the gravest first. What is only good to know is folded away. */
export function Attention({ workers }: { workers: Worker[] }) {
  const { t } = useTranslation();
  const groups = causeGroups(workers);
  const grave = groups.filter((group) => group.severity !== "info");
  const mild = groups.filter((group) => group.severity === "info");
  return (
    <Panel title={t("overview.attention")}>
      {grave.length === 0 ? <p className="all-well">{t("overview.allWell")}</p> : <Causes groups={grave} />}
      {mild.length > 0 && (
        <details>
          <summary>{t("overview.goodToKnow", { count: mild.length })}</summary>
          <Causes groups={mild} />
        </details>
      )}
    </Panel>
  );
}

function Causes({ groups }: { groups: CauseGroup[] }) {
  const { t } = useTranslation();
  const title = useCauseTitle();
  return (
    <ul className="causes">
      {groups.map((group) => {
        const [only] = group.workers.length === 1 ? group.workers : [];
        return (
          <li key={group.code}>
            <Link to={only ? `/workers/${only.id}` : `/workers?cause=${group.code}`}>
              <SeverityMark severity={group.severity} />
              <span className="cause-title">{title(group.code)}</span>
              <span className="cause-who">
                {only ? only.worker_name : t("workers.count", { count: group.workers.length })}
              </span>
              <span className="cause-since">
                <Age at={group.since} bare />
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
