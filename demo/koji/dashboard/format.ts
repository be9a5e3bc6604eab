import type { Respondent } from '../../../src/interview/respondent.ts';

/** Whole seconds as "45 s", "4 min 12 s" or "1 h 5 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A quality score, or one of its parts, with one decimal. */
export const formatScore = (score: number): string => score.toFixed(1);

/** A share of a total in whole percent, such as "40 %". */
export const formatPercent = (part: number, total: number): string =>
  `${total === 0 ? 0 : Math.round((100 * part) / total)} %`;

/** The respondent's display name, or else the host's own id, or else a placeholder. */
export const respondentName = (respondent: Respondent | undefined): string =>
  respondent?.display_name?.trim() || respondent?.external_id?.trim() || 'Unnamed respondent';
