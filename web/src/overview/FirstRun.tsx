import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { AddParticipant } from "../participants/AddParticipant";
import { useParticipants } from "../participants/data";
import { Panel } from "../show/Panel";
import { AddWorker } from "../workers/AddWorker";

/** From an empty database to the first worker. */
export function FirstRun({ isOperator }: { isOperator: boolean }) {
  const { t } = useTranslation();
  const people = useParticipants().data ?? [];
  const [open, setOpen] = useState<"participant" | "worker" | null>(null);
  if (!isOperator) {
    return (
      <div className="empty">
        <h1>{t("first.title")}</h1>
        <p>{t("first.ofParticipant")}</p>
      </div>
    );
  }
  return (
    <div className="first-run">
      <h1>{t("first.title")}</h1>
      <p className="quiet">{t("first.discovery")}</p>
      <ol>
        <li className={people.length > 0 ? "done" : ""}>
          <Panel title={t("first.participant")}>
            <p>{t("first.participantText")}</p>
            <Button className="button" onPress={() => setOpen("participant")}>
              {t("participants.add")}
            </Button>
          </Panel>
        </li>
        <li>
          <Panel title={t("first.worker")}>
            <p>{t("first.workerText")}</p>
            <Button className="button primary" isDisabled={people.length === 0} onPress={() => setOpen("worker")}>
              {t("workers.add")}
            </Button>
          </Panel>
        </li>
      </ol>
      <AddParticipant open={open === "participant"} onClose={() => setOpen(null)} />
      <AddWorker open={open === "worker"} onClose={() => setOpen(null)} />
    </div>
  );
}
