import { useTranslation } from "react-i18next";
import { useMe } from "../app/me";
import { Worth } from "../money/Worth";
import { sumTon } from "../money/nanoton";
import { useParticipants } from "../participants/data";
import { Figure, Figures, Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";

/** The pool's books, or one's own. */
export function Money() {
  const { t } = useTranslation();
  const me = useMe().data;
  const people = useParticipants();
  return (
    <Panel title={t(me?.isOperator ? "overview.books" : "overview.myBooks")} aside={t("overview.sinceStart")}>
      <Loaded query={people} lines={3}>
        {(all) => (
          <Figures>
            <Figure name={t("money.earned")} note={t("money.earnedNote")}>
              <Worth value={sumTon(all.map((one) => one.total_revenue_ton))} />
            </Figure>
            <Figure
              name={t("money.paid")}
              note={t("payouts.count", { count: all.reduce((sum, one) => sum + one.total_payouts, 0) })}
            >
              <Worth value={sumTon(all.map((one) => one.total_paid_ton))} />
            </Figure>
            <Figure name={t("money.balance")} note={t("money.balanceNote")}>
              <Worth value={sumTon(all.map((one) => one.balance_ton))} />
            </Figure>
          </Figures>
        )}
      </Loaded>
    </Panel>
  );
}
