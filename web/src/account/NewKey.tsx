import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { Me } from "../app/me";
import { Copy } from "../show/Copy";
import { Dialog } from "../show/Dialog";
import { Field, Form, type Typed } from "../show/Form";
import { Owner } from "./Owner";
import { useMakeKey } from "./data";

const DAY_MS = 86_400_000;
const KINDS = {
  operator: { role: "operator", scopes: ["read", "write"] },
  watcher: { role: "operator", scopes: ["read"] },
  metrics: { role: "operator", scopes: ["metrics"] },
  participant: { role: "participant", scopes: ["read", "write"] },
} as const;

/** Makes a key and shows it, once. */
export function NewKey({ me, open, onClose }: { me: Me; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const make = useMakeKey();
  const [kind, setKind] = useState<keyof typeof KINDS>(me.isOperator ? "operator" : "participant");
  function close() {
    make.reset();
    onClose();
  }
  function submit(typed: Typed) {
    const { role, scopes } = KINDS[kind];
    const days = Number(typed.days);
    make.mutate({
      name: typed.name ?? "",
      role,
      scopes: [...scopes],
      participant_id: typed.participant_id === undefined ? undefined : Number(typed.participant_id),
      expires_at: days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : undefined,
    });
  }
  return (
    <Dialog title={t("keys.make")} open={open} onClose={close}>
      {make.data ? (
        <div className="made">
          <p>{t("keys.once")}</p>
          <p className="command">
            <code>{make.data.key}</code>
            <Copy text={make.data.key} what={t("keys.key")} />
          </p>
          <footer>
            <Button className="button primary" onPress={close}>
              {t("close")}
            </Button>
          </footer>
        </div>
      ) : (
        <Form verb={t("keys.make")} onSubmit={submit} onCancel={close} busy={make.isPending} error={make.error}>
          <Field name="name" label={t("keys.name")} hint={t("keys.nameHint")} required maxLength={100} />
          {me.isOperator && <Kind kind={kind} onKind={setKind} />}
          {me.isOperator && kind === "participant" && <Owner />}
          <Field
            name="days"
            label={t("keys.days")}
            inputMode="numeric"
            pattern="[0-9]{1,5}"
            placeholder={t("keys.never")}
          />
        </Form>
      )}
    </Dialog>
  );
}

function Kind({ kind, onKind }: { kind: keyof typeof KINDS; onKind: (kind: keyof typeof KINDS) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="choice">
      <legend>{t("keys.may")}</legend>
      {(Object.keys(KINDS) as (keyof typeof KINDS)[]).map((name) => (
        <label key={name}>
          <input type="radio" name="kind" value={name} checked={kind === name} onChange={() => onKind(name)} />
          {t(`keys.kind.${name}`)}
        </label>
      ))}
    </fieldset>
  );
}
