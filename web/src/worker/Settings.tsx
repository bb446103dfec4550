import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { WorkerAnswer, WorkerChange } from "../api/shapes";
import { useMe } from "../app/me";
import { Dialog } from "../show/Dialog";
import { Field, Form, type Typed } from "../show/Form";
import { Moment } from "../show/Moment";
import { Facts, Panel } from "../show/Panel";
import { UNKNOWN } from "../show/format";
import { useChangeWorker } from "../workers/data";

/** What was entered, and beside it what the worker itself says. */
export function Settings({ worker }: { worker: WorkerAnswer }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const differs =
    worker.price_coefficient !== null &&
    worker.reported_price_coefficient !== null &&
    worker.price_coefficient !== worker.reported_price_coefficient;
  const edit = (
    <Button className="button small" onPress={() => setEditing(true)}>
      {t("edit")}
    </Button>
  );
  return (
    <Panel title={t("worker.settings")} aside={edit}>
      <Facts
        rows={[
          [t("worker.wanted"), worker.price_coefficient ?? t("worker.noWish")],
          [
            t("worker.reported"),
            <span key="reported" className={differs ? "differs" : undefined}>
              {worker.reported_price_coefficient ?? UNKNOWN}
            </span>,
          ],
          [t("worker.collection"), t(worker.collection === "push" ? "worker.push" : "worker.pull")],
          [t("worker.host"), <code key="place">{`${worker.host}:${worker.stats_port}`}</code>],
          [t("worker.instance"), worker.instance_number],
          [t("worker.cid"), worker.cid ?? UNKNOWN],
          [t("worker.accessHash"), t(worker.has_access_hash ? "worker.hashSet" : "worker.hashNotSet")],
          [
            t("worker.healthSource"),
            worker.health_source ? (
              <code key="source" className="wrap">
                {worker.health_source}
              </code>
            ) : (
              UNKNOWN
            ),
          ],
          [t("worker.created"), <Moment key="created" at={worker.created_at} />],
        ]}
      />
      <Edit worker={worker} open={editing} onClose={() => setEditing(false)} />
    </Panel>
  );
}

function Edit({ worker, open, onClose }: { worker: WorkerAnswer; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeWorker(worker.id);
  const isOperator = useMe().data?.isOperator ?? false;
  function submit(typed: Typed) {
    change.mutate(isOperator ? operatorsChange(typed) : { worker_name: typed.worker_name }, { onSuccess: onClose });
  }
  return (
    <Dialog title={t("worker.settings")} open={open} onClose={onClose}>
      <Form verb={t("save")} onSubmit={submit} onCancel={onClose} busy={change.isPending} error={change.error}>
        <Field name="worker_name" label={t("worker.name")} required maxLength={100} defaultValue={worker.worker_name} />
        {isOperator && (
          <>
            <div className="pair">
              <Field name="host" label={t("worker.host")} required defaultValue={worker.host} />
              <Field
                name="stats_port"
                label={t("worker.port")}
                required
                inputMode="numeric"
                pattern="[0-9]+"
                defaultValue={worker.stats_port}
              />
            </div>
            <Field
              name="price_coefficient"
              label={t("worker.wanted")}
              hint={t("worker.wantedHint")}
              inputMode="decimal"
              pattern="[0-9]+([.][0-9]+)?"
              defaultValue={worker.price_coefficient}
            />
            <Field name="access_hash" label={t("worker.accessHash")} hint={t("worker.accessHashKept")} />
            <Field name="health_source" label={t("worker.healthSource")} defaultValue={worker.health_source} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

/** Emptied fields are cleared, but the access hash: it is never shown, so an empty one means "as it is". */
function operatorsChange(typed: Typed): WorkerChange {
  return {
    worker_name: typed.worker_name,
    host: typed.host,
    stats_port: Number(typed.stats_port),
    price_coefficient: typed.price_coefficient === undefined ? null : Number(typed.price_coefficient),
    health_source: typed.health_source ?? null,
    ...(typed.access_hash && { access_hash: typed.access_hash }),
  };
}
