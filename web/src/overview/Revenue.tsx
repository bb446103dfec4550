import { useTranslation } from "react-i18next";
import { Worth } from "../money/Worth";
import { percent, short } from "../show/format";
import { Figure, Figures, Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { useRevenue } from "./revenue";

/** What came in lately, and how much of that time is known at all. */
export function Revenue() {
  const { t } = useTranslation();
  return (
    <Panel title={t("overview.revenue")}>
      <Loaded query={useRevenue()} lines={3}>
        {({ today, week, month }) => (
          <Figures>
            <Figure name={t("overview.today")} note={t("overview.known", { share: percent(today.coverage, 0) })}>
              <Worth value={today.revenue} />
            </Figure>
            <Figure name={t("overview.days7")} note={t("overview.known", { share: percent(week.coverage, 0) })}>
              <Worth value={week.revenue} />
            </Figure>
            <Figure name={t("overview.days30")} note={t("overview.known", { share: percent(month.coverage, 0) })}>
              <Worth value={month.revenue} />
            </Figure>
            <Figure name={t("overview.requests")}>{short(today.requests)}</Figure>
            <Figure name={t("overview.tokens")}>{short(today.tokens)}</Figure>
          </Figures>
        )}
      </Loaded>
    </Panel>
  );
}
