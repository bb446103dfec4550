import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation } from "react-router";
import { useLive } from "../api/live";
import { useLostAt } from "../api/connection";
import { Icon } from "../show/Icon";
import { Age } from "../show/Moment";
import { Trouble } from "../show/Waiting";
import { leave } from "./leave";
import { useFeed } from "../workers/feed";
import { Fallen } from "./Fallen";
import { useMe } from "./me";
import { Palette } from "./Palette";
import { places } from "./places";

/** What stands around every page: navigation, the search for anything, and whether the server answers. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const lostAt = useLostAt();
  const [searching, setSearching] = useState(false);
  const { pathname } = useLocation();
  const main = useFocusOnNewPage(pathname);
  useFeed();
  useShortcut(() => setSearching(true));
  return (
    <div className={lostAt === null ? "shell" : "shell cut-off"}>
      <a className="skip" href="#main">
        {t("nav.skip")}
      </a>
      <nav className="side" aria-label={t("nav.label")}>
        <Brand />
        <Button className="search-anything" onPress={() => setSearching(true)}>
          <Icon name="search" />
          <span>{t("palette.open")}</span>
          <kbd aria-hidden="true">Ctrl K</kbd>
        </Button>
        <ul>
          {places(me.data).map(({ to, icon, name }) => (
            <li key={to}>
              <NavLink to={to} end={to === "/"}>
                <Icon name={icon} />
                <span>{t(name)}</span>
              </NavLink>
            </li>
          ))}
        </ul>
        <Pulse />
        <Button className="leave" onPress={() => void leave()}>
          <Icon name="out" />
          <span>{t("nav.leave")}</span>
        </Button>
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        {lostAt !== null && (
          <p className="lost" role="alert">
            {t("connection.lost")} <Age at={new Date(lostAt).toISOString()} />
          </p>
        )}
        {me.error ? (
          <Trouble error={me.error} again={() => void me.refetch()} />
        ) : (
          <Fallen key={pathname}>{children}</Fallen>
        )}
      </main>
      <Palette open={searching} onClose={() => setSearching(false)} />
    </div>
  );
}

/** Whether what is shown changes by itself, or is only asked for now and then. */
function Pulse() {
  const { t } = useTranslation();
  const live = useLive();
  return <p className={live ? "pulse live" : "pulse"}>{t(live ? "connection.live" : "connection.polling")}</p>;
}

function Brand() {
  return (
    <div className="brand">
      <img src="/icon.svg" alt="" width="24" height="24" />
      <span>Cocoon Pool</span>
    </div>
  );
}

/** Ctrl K, or ⌘ K. */
function useShortcut(open: () => void) {
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open();
      }
    }
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}

/** A new page begins at its top, and a screen reader begins with it. */
function useFocusOnNewPage(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [pathname]);
  return main;
}
