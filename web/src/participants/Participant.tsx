import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Refusal } from "../api/refusal";
import type { Participant as Shape } from "../api/shapes";
import { useMe } from "../app/me";
import { Missing } from "../app/Missing";
import { Certainty } from "../money/Certainty";
import { Ton } from "../money/Ton";
import { Worth } from "../money/Worth";
import { Address } from "../show/Copy";
import { Age, Moment } from "../show/Moment";
import { Facts, Figure, Figures, Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { UNKNOWN, count } from "../show/format";
import { useTitle } from "../show/title";
import { EditContacts } from "./EditContacts";
import { Invite } from "./Invite";
import { Paid } from "./Paid";
import { useChangeParticipant, useParticipant, useParticipantEarnings } from "./data";

export default function Participant() {
  const id = Number(useParams().id);
  const participant = useParticipant(id);
  if (participant.error instanceof Refusal && [404, 422].includes(participant.error.status)) return <Missing />;
  return (
    <Loaded query={participant} lines={10}>
      {(one) => <Shown one={one} />}
    </Loaded>
  );
}

function Shown({ one }: { one: Shape }) {
  const { t } = useTranslation();
  const name = one.username ?? t("participant.nameless", { id: one.id });
  useTitle(name);
  return (
    <div className="page">
      <header className="page-head">
        <div className="who">
          <h1 dir="auto">{name}</h1>
          <p className="quiet">
            <Address text={one.ton_wallet_address} what={t("participant.wallet")} />
            {!one.is_active && <span className="severity warning">{t("participant.inactive")}</span>}
          </p>
        </div>
        <Actions one={one} />
      </header>
      <Panel title={t("participant.books")} aside={t("overview.sinceStart")}>
        <Figures>
          <Figure name={t("money.earned")} note={t("money.earnedNote")}>
            <Worth value={one.total_revenue_ton} />
          </Figure>
          <Figure name={t("money.paid")} note={t("payouts.count", { count: one.total_payouts })}>
            <Worth value={one.total_paid_ton} />
          </Figure>
          <Figure name={t("money.balance")} note={t("money.balanceNote")}>
            <Worth value={one.balance_ton} />
          </Figure>
          <Figure
            name={t("nav.workers")}
            note={<Link to={`/workers?participant=${one.id}`}>{t("participant.showWorkers")}</Link>}
          >
            {count(one.active_workers)} <span className="quiet">/ {count(one.total_workers)}</span>
          </Figure>
          <Figure name={t("participants.lastPayout")}>
            <Age at={one.last_payout_at} />
          </Figure>
        </Figures>
      </Panel>
      <div className="mosaic">
        <Earned id={one.id} />
        <Contacts one={one} />
        <Paid id={one.id} />
        <Panel title={t("statement.title")}>
          <p>{t("statement.what")}</p>
          <p>
            <Link className="button" to={`/participants/${one.id}/statement`}>
              {t("statement.open")}
            </Link>{" "}
            <Link className="button" to={`/payouts?participant=${one.id}&tax=open`}>
              {t("tax.title")}
            </Link>
          </p>
        </Panel>
      </div>
    </div>
  );
}

function Actions({ one }: { one: Shape }) {
  const { t } = useTranslation();
  const change = useChangeParticipant(one.id);
  const [inviting, setInviting] = useState(false);
  if (!useMe().data?.isOperator) return null;
  return (
    <div className="actions">
      <Button className="button" onPress={() => setInviting(true)}>
        {t("invite.title")}
      </Button>
      <Button
        className="button"
        isDisabled={change.isPending}
        onPress={() => change.mutate({ is_active: !one.is_active })}
      >
        {t(one.is_active ? "participant.deactivate" : "participant.activate")}
      </Button>
      {inviting && <Invite people={[one]} whom={one} onClose={() => setInviting(false)} />}
    </div>
  );
}

function Earned({ id }: { id: number }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("participant.certainty")}>
      <Loaded query={useParticipantEarnings(id)} lines={6}>
        {(earnings) => (
          <>
            <Certainty stages={earnings} />
            <Facts
              rows={[
                [t("money.opening"), <Ton key="opening" value={earnings.opening_ton} />],
                [t("money.unattributed"), <Ton key="unattributed" value={earnings.unattributed_ton} />],
              ]}
            />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Contacts({ one }: { one: Shape }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  return (
    <Panel
      title={t("participant.contacts")}
      aside={
        <Button className="button small" onPress={() => setEditing(true)}>
          {t("edit")}
        </Button>
      }
    >
      <Facts
        rows={[
          [
            t("participant.username"),
            <span key="name" dir="auto" className="wrap">
              {one.username ?? UNKNOWN}
            </span>,
          ],
          [
            t("participant.email"),
            <span key="mail" className="wrap">
              {one.email ?? UNKNOWN}
            </span>,
          ],
          [t("participant.telegram"), one.telegram_user_id ?? UNKNOWN],
          [t("participant.since"), <Moment key="since" at={one.created_at} />],
        ]}
      />
      <EditContacts one={one} open={editing} onClose={() => setEditing(false)} />
    </Panel>
  );
}
