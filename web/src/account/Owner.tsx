import { useTranslation } from "react-i18next";
import { useParticipants } from "../participants/data";
import { Field } from "../show/Form";
import { ends } from "../show/format";

/** Whose it will be: for operators, who may make things for anybody. */
export function Owner() {
  const { t } = useTranslation();
  const people = useParticipants().data ?? [];
  return (
    <Field name="participant_id" label={t("workers.participant")} required>
      {people.map((one) => (
        <option key={one.id} value={one.id}>
          {one.username ?? ends(one.ton_wallet_address)}
        </option>
      ))}
    </Field>
  );
}
