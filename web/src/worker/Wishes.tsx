import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { NewWish, Wish, WorkerAnswer } from "../api/shapes";
import { useMe } from "../app/me";
import { Copy } from "../show/Copy";
import { Age } from "../show/Moment";
import { Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { AskWish } from "./AskWish";
import { isWaiting, useWishes } from "./wishes";

/** What the worker was wished and what came of it; for operators, the wishes that can be made. */
export function Wishes({ worker }: { worker: WorkerAnswer }) {
  const { t } = useTranslation();
  const isOperator = useMe().data?.isOperator ?? false;
  const wishes = useWishes(worker.id);
  if (!isOperator && wishes.data?.length === 0) return null;
  return (
    <Panel title={t("wishes.title")} aside={t("wishes.note")}>
      {isOperator && <Choices worker={worker} />}
      <Loaded query={wishes} lines={2}>
        {(rows) => (rows.length === 0 ? <p className="quiet">{t("wishes.none")}</p> : <List wishes={rows} />)}
      </Loaded>
    </Panel>
  );
}

function Choices({ worker }: { worker: WorkerAnswer }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<{ title: string; wish: NewWish | null } | null>(null);
  const enabled = worker.detail?.serving.enabled ?? null;
  const proxies = new Set(worker.detail?.proxies.flatMap((proxy) => proxy.proxy_sc_address ?? []));
  const ask = (title: string, wish: NewWish | null): ReactNode => (
    <Button className="button small" key={title} onPress={() => setAsking({ title, wish })}>
      {title}
    </Button>
  );
  return (
    <div className="wish-choices">
      {ask(t("wishes.price"), null)}
      {enabled !== true && ask(t("wishes.enable"), { enabled: true })}
      {enabled !== false && ask(t("wishes.disable"), { enabled: false })}
      {[...proxies].map((proxy) => ask(t("wishes.payout", { proxy: proxy.slice(-6) }), { payout_proxy: proxy }))}
      {asking && <AskWish worker={worker} {...asking} onClose={() => setAsking(null)} />}
    </div>
  );
}

function List({ wishes }: { wishes: Wish[] }) {
  return (
    <ol className="wishes">
      {wishes.map((wish) => (
        <li key={wish.id} className={wish.state}>
          <One wish={wish} />
        </li>
      ))}
    </ol>
  );
}

function One({ wish }: { wish: Wish }) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        <b>{useWishText()(wish)}</b>{" "}
        <span className={`wish-state ${wish.state}`}>{t(`wishes.state.${wish.state}`)}</span>{" "}
        <span className="quiet">
          <Age at={wish.settled_at ?? wish.made_at} />
        </span>
      </p>
      {wish.detail && (
        <p className="note" dir="auto">
          {wish.detail}
        </p>
      )}
      {isWaiting(wish) && (
        <>
          <p className="note">{t("wishes.byHand")}</p>
          <p className="command">
            <code>{wish.command}</code>
            <Copy text={wish.command} what={t("worker.command")} />
          </p>
        </>
      )}
    </>
  );
}

function useWishText(): (wish: Wish) => string {
  const { t } = useTranslation();
  return ({ kind, value, proxy }) => {
    if (kind === "coefficient") return t("wishes.priceOf", { price: (value ?? 0) / 1000 });
    if (kind === "enabled") return t(value ? "wishes.enable" : "wishes.disable");
    return t("wishes.payout", { proxy: proxy?.slice(-6) ?? "" });
  };
}
