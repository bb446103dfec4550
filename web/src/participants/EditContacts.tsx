import { useTranslation } from "react-i18next";
import type { Participant } from "../api/shapes";
import { useMe } from "../app/me";
import { Dialog } from "../show/Dialog";
import { Field, Form, type Typed } from "../show/Form";
import { useChangeParticipant } from "./data";

export function EditContacts({ one, open, onClose }: { one: Participant; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const isOperator = useMe().data?.isOperator ?? false;
  const change = useChangeParticipant(one.id);
  function submit(typed: Typed) {
    const own = { username: typed.username ?? null, email: typed.email ?? null };
    const telegram_user_id = typed.telegram === undefined ? null : Number(typed.telegram);
    change.mutate(isOperator ? { ...own, telegram_user_id } : own, { onSuccess: onClose });
  }
  return (
    <Dialog title={t("participant.contacts")} open={open} onClose={onClose}>
      <Form verb={t("save")} onSubmit={submit} onCancel={onClose} busy={change.isPending} error={change.error}>
        <Field name="username" label={t("participant.username")} maxLength={64} defaultValue={one.username} />
        <Field name="email" label={t("participant.email")} type="email" maxLength={254} defaultValue={one.email} />
        {isOperator && (
          <Field
            name="telegram"
            label={t("participant.telegram")}
            inputMode="numeric"
            pattern="[0-9]+"
            defaultValue={one.telegram_user_id}
          />
        )}
      </Form>
    </Dialog>
  );
}
