import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useParticipants } from "../participants/data";
import { Dialog } from "../show/Dialog";
import { Field, Form, type Typed } from "../show/Form";
import { ends } from "../show/format";
import { useAddWorker } from "./data";
import { fleet } from "./fleet";

export function AddWorker({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const people = useParticipants(open).data ?? [];
  const add = useAddWorker();
  function submit(typed: Typed) {
    const worker = {
      participant_id: Number(typed.participant_id),
      worker_name: typed.worker_name ?? "",
      host: typed.host ?? "",
      stats_port: Number(typed.stats_port),
      instance_number: Number(typed.instance_number ?? 0),
      is_active: true,
      access_hash: typed.access_hash,
      health_source: typed.health_source,
      price_coefficient: typed.price_coefficient === undefined ? undefined : Number(typed.price_coefficient),
    };
    add.mutate(worker, {
      onSuccess: (made) => {
        onClose();
        void go(`/workers/${made.id}`);
        fleet.put(made);
      },
    });
  }
  return (
    <Dialog title={t("workers.add")} open={open} onClose={onClose}>
      <Form verb={t("workers.add")} onSubmit={submit} onCancel={onClose} busy={add.isPending} error={add.error}>
        <Field name="participant_id" label={t("workers.participant")} required>
          {people.map((one) => (
            <option key={one.id} value={one.id}>
              {one.username ?? ends(one.ton_wallet_address)}
            </option>
          ))}
        </Field>
        <Field name="worker_name" label={t("worker.name")} required maxLength={100} placeholder="Worker-0" />
        <div className="pair">
          <Field name="host" label={t("worker.host")} required defaultValue="127.0.0.1" />
          <Field
            name="stats_port"
            label={t("worker.port")}
            required
            inputMode="numeric"
            pattern="[0-9]+"
            defaultValue={12000}
          />
        </div>
        <div className="pair">
          <Field
            name="instance_number"
            label={t("worker.instance")}
            inputMode="numeric"
            pattern="[0-9]+"
            defaultValue={0}
          />
          <Field
            name="price_coefficient"
            label={t("worker.wanted")}
            inputMode="decimal"
            pattern="[0-9]+([.][0-9]+)?"
            placeholder="1.0"
          />
        </div>
        <Field name="access_hash" label={t("worker.accessHash")} hint={t("worker.accessHashHint")} />
        <Field
          name="health_source"
          label={t("worker.healthSource")}
          hint={t("worker.healthSourceHint")}
          placeholder="vsock://6:9999"
        />
      </Form>
    </Dialog>
  );
}
