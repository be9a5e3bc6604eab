/** Longest `external_id` and `display_name`, in characters. */
export const NAME_LIMIT = 255;

/**
 * How many levels of objects and lists `metadata` may have. Deep enough for any profile, shallow
 * enough for the stack of any recursive reader.
 */
export const METADATA_DEPTH = 20;

/** The person who is interviewed, as far as the host knows. */
export interface Respondent {
  /** The host's own id for this person, 1 to 255 characters. */
  external_id?: string;
  /** 1 to 255 characters. */
  display_name?: string;
  /** Any JSON, at most 20 levels deep. */
  metadata?: Record<string, unknown>;
}

/**
 * A respondent as a host's own data has it: null and empty fields count as absent, and a number as
 * its text.
 */
export interface RespondentInput {
  external_id?: string | number | null;
  display_name?: string | number | null;
  metadata?: Record<string, unknown> | null;
}
