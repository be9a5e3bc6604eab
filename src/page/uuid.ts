/**
 * Creates a random UUID (version 4). `crypto.randomUUID` exists in secure contexts only, so there
 * is a fallback.
 */
export const createUuid = (): string =>
  crypto.randomUUID?.() ??
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, digit =>
    (+digit ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (+digit / 4)))).toString(16),
  );
