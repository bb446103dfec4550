import { useTranslation } from "react-i18next";
import type { NewWish, WorkerAnswer } from "../api/shapes";
import { Confirm, Dialog } from "../show/Dialog";
import { Field, Form } from "../show/Form";
import { useMakeWish } from "./wishes";

interface AskWishProps {
  worker: WorkerAnswer;
  title: string;
  /** Null: a price, which is asked for here. */
  wish: NewWish | null;
  onClose: () => void;
}

/** A worker that is told something earns otherwise from then on: so it is said twice. */
export function AskWish({ worker, title, wish, onClose }: AskWishProps) {
  const { t } = useTranslation();
  const make = useMakeWish(worker.id);
  const send = (wanted: NewWish) => make.mutate(wanted, { onSuccess: onClose });
  if (wish === null) {
    return (
      <Dialog title={title} open onClose={onClose}>
        <Form
          verb={t("wishes.wish")}
          onSubmit={({ price }) => send({ price_coefficient: Number(price) })}
          onCancel={onClose}
          busy={make.isPending}
          error={make.error}
        >
          <Field
            name="price"
            label={t("worker.wanted")}
            hint={t("wishes.what")}
            required
            inputMode="decimal"
            pattern="[0-9]+([.][0-9]{1,3})?"
            defaultValue={worker.price_coefficient ?? worker.reported_price_coefficient}
            autoFocus
          />
        </Form>
      </Dialog>
    );
  }
  return (
    <Confirm
      title={title}
      verb={t("wishes.wish")}
      open
      onClose={onClose}
      busy={make.isPending}
      error={make.error}
      onConfirm={() => send(wish)}
    >
      <p dir="auto">
        <b>{worker.worker_name}</b>
      </p>
      <p>{t("wishes.what")}</p>
    </Confirm>
  );
}
