import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { WorkerAnswer } from "../api/shapes";
import { useMe } from "../app/me";
import { Confirm } from "../show/Dialog";
import { useChangeWorker, useDeleteWorker } from "../workers/data";

/** Pausing can be taken back by the same button; deleting cannot, so it asks. */
export function Actions({ worker }: { worker: WorkerAnswer }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const change = useChangeWorker(worker.id);
  const remove = useDeleteWorker(worker.id);
  const [asking, setAsking] = useState(false);
  if (!useMe().data?.isOperator) return null;
  return (
    <div className="actions">
      <Button
        className="button"
        isDisabled={change.isPending}
        onPress={() => change.mutate({ is_active: !worker.is_active })}
      >
        {t(worker.is_active ? "worker.pause" : "worker.resume")}
      </Button>
      <Button className="button danger" onPress={() => setAsking(true)}>
        {t("worker.delete")}
      </Button>
      <Confirm
        title={t("worker.deleteTitle")}
        verb={t("worker.delete")}
        open={asking}
        onClose={() => setAsking(false)}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => void go("/workers") })}
      >
        <p dir="auto">
          <b>{worker.worker_name}</b>
        </p>
        <p>{t("worker.deleteText")}</p>
      </Confirm>
    </div>
  );
}
