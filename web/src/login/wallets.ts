// TON Connect, with the list of wallets from our own origin and nothing reported to anybody.
import {
  TonConnect,
  type Wallet,
  type WalletInfo,
  isWalletInfoCurrentlyInjected,
  isWalletInfoRemote,
} from "@tonconnect/sdk";
import { api, body } from "../api/client";

export const connector = new TonConnect({
  manifestUrl: `${location.origin}/tonconnect-manifest.json`,
  walletsListSource: `${location.origin}/wallets.json`,
  analytics: { mode: "off" },
});

/** Wallets in this browser first, then those on another device. */
export async function wallets(): Promise<WalletInfo[]> {
  const known = await connector.getWallets();
  const here = known.filter(isWalletInfoCurrentlyInjected);
  return [...here, ...known.filter((wallet) => isWalletInfoRemote(wallet) && !here.includes(wallet as never))];
}

/** What the wallet shall sign. */
export async function payload(): Promise<string> {
  return (await body(api.POST("/api/v1/auth/ton-proof/payload"))).payload;
}

/** Asks a wallet to sign; for one on another device, the link to show it. */
export function ask(wallet: WalletInfo, tonProof: string): string | null {
  const request = { tonProof };
  if (isWalletInfoCurrentlyInjected(wallet)) {
    connector.connect({ jsBridgeKey: wallet.jsBridgeKey }, { request });
    return null;
  }
  if (!isWalletInfoRemote(wallet)) return null;
  return connector.connect({ universalLink: wallet.universalLink, bridgeUrl: wallet.bridgeUrl }, { request });
}

/** Opens a session with what the wallet signed. Throws the API's refusal. */
export async function enter({ account, connectItems }: Wallet): Promise<void> {
  const item = connectItems?.tonProof;
  if (!item || !("proof" in item)) throw new Error("no proof");
  const { address, chain, publicKey, walletStateInit } = account;
  const proof = { ...item.proof, state_init: walletStateInit };
  await body(
    api.POST("/api/v1/auth/ton-proof", { body: { address, network: chain, public_key: publicKey ?? null, proof } }),
  );
}
