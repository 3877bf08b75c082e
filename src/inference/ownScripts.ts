/**
 * The runtime starts its threads from its own script by a plain string, which a page that
 * demands Trusted Types refuses. Inside the inference worker, where nothing else runs, and
 * there alone, scripts of the worker's own origin are trusted.
 */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string | null }): unknown;
}

/** Installs the worker's default policy, where the browser has Trusted Types. */
export function trustOwnScripts(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', {
    createScriptURL: (url) => (new URL(url, self.location.href).origin === self.location.origin ? url : null),
  });
}
