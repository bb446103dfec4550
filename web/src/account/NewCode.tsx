import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { Me } from "../app/me";
import { Copy } from "../show/Copy";
import { Dialog } from "../show/Dialog";
import { Field, Form, type Typed } from "../show/Form";
import { Owner } from "./Owner";
import { useMakeCode } from "./hosts";

/** Makes an enrolment code and shows, once, the command that a GPU host runs with it. */
export function NewCode({ me, open, onClose }: { me: Me; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const make = useMakeCode();
  function close() {
    make.reset();
    onClose();
  }
  function submit(typed: Typed) {
    const participant_id = typed.participant_id === undefined ? undefined : Number(typed.participant_id);
    make.mutate({ participant_id, hosts: Number(typed.hosts ?? 1) });
  }
  const command = `cocoonpool agent enroll ${location.origin} ${make.data?.code ?? ""}`;
  return (
    <Dialog title={t("hosts.make")} open={open} onClose={close}>
      {make.data ? (
        <div className="made">
          <p>{t("hosts.run")}</p>
          <p className="command">
            <code>{command}</code>
            <Copy text={command} what={t("worker.command")} />
          </p>
          <footer>
            <Button className="button primary" onPress={close}>
              {t("close")}
            </Button>
          </footer>
        </div>
      ) : (
        <Form verb={t("hosts.make")} onSubmit={submit} onCancel={close} busy={make.isPending} error={make.error}>
          <p className="note">{t("hosts.what")}</p>
          {me.isOperator && <Owner />}
          <Field name="hosts" label={t("hosts.howMany")} inputMode="numeric" pattern="[0-9]{1,5}" defaultValue={1} />
        </Form>
      )}
    </Dialog>
  );
}
