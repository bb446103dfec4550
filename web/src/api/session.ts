// The API key of this tab, for those who signed in with one. It leaves with the tab, and no other origin can read it.
// Who signed in with a wallet has a cookie instead, which no script can read.
const PLACE = "cocoonpool.key";

export const session = {
  key: (): string | null => sessionStorage.getItem(PLACE),
  open: (key: string): void => sessionStorage.setItem(PLACE, key),
  close: (): void => sessionStorage.removeItem(PLACE),
};
