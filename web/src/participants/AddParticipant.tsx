import { useTranslation } from "react-i18next";
import { Dialog } from "../show/Dialog";
import { Field, Form, type Typed } from "../show/Form";
import { useAddParticipant } from "./data";

export function AddParticipant({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddParticipant();
  function submit(typed: Typed) {
    const participant = {
      ton_wallet_address: typed.wallet ?? "",
      username: typed.username,
      email: typed.email,
      telegram_user_id: typed.telegram_user_id === undefined ? undefined : Number(typed.telegram_user_id),
    };
    add.mutate(participant, { onSuccess: onClose });
  }
  return (
    <Dialog title={t("participants.add")} open={open} onClose={onClose}>
      <Form verb={t("participants.add")} onSubmit={submit} onCancel={onClose} busy={add.isPending} error={add.error}>
        <Field
          name="wallet"
          label={t("participant.wallet")}
          hint={t("participant.walletHint")}
          required
          maxLength={100}
          autoFocus
        />
        <Field name="username" label={t("participant.username")} maxLength={64} />
        <Field name="email" label={t("participant.email")} type="email" maxLength={254} />
        <Field name="telegram_user_id" label={t("participant.telegram")} inputMode="numeric" pattern="[0-9]+" />
      </Form>
    </Dialog>
  );
}
