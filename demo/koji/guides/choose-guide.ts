import type { Guide } from './guide.ts';

/** What an interview that begins says of itself. */
export interface GuideRequest {
  /** The name of a study, as a proxy tells it in `respondent.metadata.study`. */
  study?: unknown;
  /** BCP 47. */
  locale?: string | undefined;
}

/**
 * The guide an interview is led by: of the study asked for, or, where it has none, of the first guide's; in the language
 * asked for, or, where the study isn't in it, in that study's first guide. `guides` holds at least one.
 */
export function chooseGuide(guides: readonly Guide[], { study, locale }: GuideRequest): Guide {
  const first = guides[0]!;
  const named = guides.filter(({ id }) => id === study);
  const ofStudy = named.length > 0 ? named : guides.filter(({ id }) => id === first.id);
  // RFC 4647, lookup: "de-AT-1901" is looked for as such, then as "de-AT", then as "de".
  for (let tag = locale?.toLowerCase() ?? ''; tag; tag = tag.split('-').slice(0, -1).join('-')) {
    const found = ofStudy.find(guide => guide.locale.toLowerCase() === tag);
    if (found) return found;
  }
  return ofStudy[0]!;
}
