import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMakeCode } from "../account/hosts";
import type { Participant } from "../api/shapes";
import { Copy } from "../show/Copy";
import { Dialog } from "../show/Dialog";
import { Field, Form } from "../show/Form";
import { localTime } from "../show/format";

interface InviteProps {
  people: Participant[];
  /** Whom it is for, where that is known. */
  whom?: Participant;
  onClose: () => void;
}

/** Makes an enrolment code for a participant, and a text to send: how to sign in, and how to let a GPU host in. */
export function Invite({ people, whom, onClose }: InviteProps) {
  const { t } = useTranslation();
  const make = useMakeCode();
  const [owner, setOwner] = useState(whom);
  function submit(participant_id: number, hosts: number) {
    setOwner(people.find((one) => one.id === participant_id));
    make.mutate({ participant_id, hosts });
  }
  return (
    <Dialog title={t("invite.title")} open onClose={onClose} wide>
      {make.data && owner ? (
        <Letter wallet={owner.ton_wallet_address} code={make.data.code} until={make.data.expires_at} />
      ) : (
        <Form
          verb={t("invite.make")}
          onSubmit={(typed) => submit(Number(typed.participant_id), Number(typed.hosts ?? 1))}
          onCancel={onClose}
          busy={make.isPending}
          error={make.error}
        >
          <p className="note">{t("invite.what")}</p>
          <Field name="participant_id" label={t("workers.participant")} required defaultValue={whom?.id}>
            {people.map((one) => (
              <option key={one.id} value={one.id}>
                {one.username ?? one.ton_wallet_address}
              </option>
            ))}
          </Field>
          <Field name="hosts" label={t("hosts.howMany")} inputMode="numeric" pattern="[0-9]{1,5}" defaultValue={1} />
        </Form>
      )}
    </Dialog>
  );
}

function Letter({ wallet, code, until }: { wallet: string; code: string; until: string | null }) {
  const { t } = useTranslation();
  const text = t("invite.letter", {
    login: `${location.origin}/login`,
    wallet,
    command: `cocoonpool agent enroll ${location.origin} ${code}`,
    until: until === null ? "" : localTime(until),
  });
  return (
    <div className="made">
      <p>{t("invite.ready")}</p>
      <pre className="letter">{text}</pre>
      <p>
        <Copy text={text} what={t("invite.text")} />
      </p>
    </div>
  );
}
