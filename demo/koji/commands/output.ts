/** A date as "2026-03-02", in UTC. */
export const formatDate = (date: Date): string => date.toISOString().slice(0, 10);

/** "1 interview", "2 interviews". */
export const formatCount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
