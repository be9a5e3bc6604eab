import type { Guide } from './guide.ts';

/** What the start of an interview says about the guide it wants. */
export interface GuideRequest {
  /** Name of a study. The proxy sends it as `respondent.metadata.study`; it may be anything. */
  study?: unknown;
  /** BCP 47. */
  locale?: string | undefined;
}

/**
 * Chooses the guide of an interview. The study is the requested one, or that of the first guide if
 * none has its name. The language is the requested one, or that of the study's first guide.
 * `guides` must not be empty.
 */
export function chooseGuide(guides: readonly Guide[], { study, locale }: GuideRequest): Guide {
  const first = guides[0]!;
  const requested = guides.filter(({ id }) => id === study);
  const candidates = requested.length > 0 ? requested : guides.filter(({ id }) => id === first.id);
  // Lookup of RFC 4647: "de-AT-1901" falls back to "de-AT", then to "de".
  for (let tag = locale?.toLowerCase() ?? ''; tag; tag = tag.split('-').slice(0, -1).join('-')) {
    const match = candidates.find(guide => guide.locale.toLowerCase() === tag);
    if (match) return match;
  }
  return candidates[0]!;
}
