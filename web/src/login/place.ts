/** Goes where the visitor wanted to go before it was asked who it is: to an address of this page, never another's. */
export function goOn(): void {
  location.assign(wanted(location.href));
}

export function wanted(here: string): string {
  const to = new URL(new URL(here).searchParams.get("to") ?? "/", here);
  return to.origin === new URL(here).origin ? to.pathname + to.search : "/";
}

/** Sends a stranger to the login page, and back here afterwards. */
export function askWho(): void {
  const here = location.pathname + location.search;
  location.replace(here === "/" ? "/login" : `/login?${new URLSearchParams({ to: here })}`);
}
