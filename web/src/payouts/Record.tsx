import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParticipants } from "../participants/data";
import { Dialog } from "../show/Dialog";
import { Field, Form, type Typed } from "../show/Form";
import { ends } from "../show/format";
import { useRecordPayout } from "./data";

/** A payout recorded by hand: a claim, until the chain is asked. */
export function Record({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const people = useParticipants(open).data ?? [];
  const [wrongTime, setWrongTime] = useState<Error | null>(null);
  const record = useRecordPayout();
  function submit(typed: Typed) {
    const at = new Date(`${typed.time ?? ""}Z`);
    if (Number.isNaN(at.getTime())) return setWrongTime(new Error(t("payouts.wrongTime")));
    setWrongTime(null);
    const participant = people.find((one) => one.id === Number(typed.participant_id));
    const payout = {
      participant_id: Number(typed.participant_id),
      transaction_hash: typed.hash ?? "",
      amount_ton: typed.amount ?? "",
      amount_usd: typed.usd,
      from_address: typed.from ?? "",
      to_address: participant?.ton_wallet_address ?? "",
      transaction_time: at.toISOString(),
    };
    record.mutate(payout, { onSuccess: onClose });
  }
  return (
    <Dialog title={t("payouts.record")} open={open} onClose={onClose}>
      <Form
        verb={t("payouts.record")}
        onSubmit={submit}
        onCancel={onClose}
        busy={record.isPending}
        error={wrongTime ?? record.error}
      >
        <p className="note">{t("payouts.recordNote")}</p>
        <Field name="participant_id" label={t("workers.participant")} required>
          {people.map((one) => (
            <option key={one.id} value={one.id}>
              {`${one.username ?? t("participant.nameless", { id: one.id })} · ${ends(one.ton_wallet_address)}`}
            </option>
          ))}
        </Field>
        <Field name="hash" label={t("payouts.transaction")} hint={t("payouts.hashHint")} required maxLength={100} />
        <div className="pair">
          <Field
            name="amount"
            label={t("payouts.amount")}
            required
            inputMode="decimal"
            pattern="[0-9]+([.][0-9]{1,9})?"
            placeholder="25.5"
          />
          <Field name="usd" label="USD" inputMode="decimal" pattern="[0-9]+([.][0-9]{1,6})?" />
        </div>
        <Field name="from" label={t("payouts.fromWallet")} required maxLength={100} />
        <Field name="time" label={t("payouts.whenUtc")} type="datetime-local" required />
      </Form>
    </Dialog>
  );
}
