import { cleanText } from './clean-text.ts';
import { METADATA_DEPTH, NAME_LIMIT, type Respondent } from './respondent.ts';

/**
 * Longest `metadata`, in characters of its JSON. At three bytes a character it fits into the largest
 * body that the proxy reads.
 */
const METADATA_LIMIT = 40_000;

/** What `readRespondent` accepts, for error messages. */
export const RESPONDENT_SHAPE = `an object, or its JSON, with "external_id", "display_name" (texts) and "metadata" (at most ${METADATA_DEPTH} levels of JSON)`;

/**
 * Reads a respondent as hosts give it: sites pass on what they know of a user. Empty fields are left
 * out, numbers become text, and what no store can hold is removed. Returns undefined where the shape
 * is wrong: that is the developer's mistake.
 */
export function readRespondent(input: object): Respondent | undefined {
  const respondent: Record<string, unknown> = {};
  try {
    for (const [field, value] of Object.entries(input)) {
      if (value === null || value === undefined || value === '') continue;
      const read = field === 'metadata' ? readMetadata(value) : readName(field, value);
      if (read === undefined) return undefined;
      if (read) respondent[field] = read;
    }
  } catch {
    return undefined;
  }
  return respondent;
}

/** Throws an error if JSON cannot express the value, for example a circular object. */
function readMetadata(value: unknown): object | undefined {
  const json = JSON.stringify(value);
  const metadata: unknown = JSON.parse(json, (_, item) => (typeof item === 'string' ? cleanText(item) : item));
  const isObject = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  return isObject && json.length <= METADATA_LIMIT && countLevels(metadata) <= METADATA_DEPTH ? metadata : undefined;
}

const countLevels = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(countLevels)) : 0;

/** A name that is too long is cut; a part of an id would be another one. */
function readName(field: string, value: unknown): string | undefined {
  if (typeof value !== 'string' && !Number.isFinite(value)) return undefined;
  const text = cleanText(String(value));
  if (field === 'display_name') return cleanText(text.slice(0, NAME_LIMIT));
  return field === 'external_id' && text.length <= NAME_LIMIT ? text : undefined;
}
